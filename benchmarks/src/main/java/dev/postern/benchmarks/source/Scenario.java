package dev.postern.benchmarks.source;

/** How large mails are, how many clients send them at a time, and how many make a run of some seconds. Clients keep their connections. Last, mails of a mailbox. */
public enum Scenario {
    SMALL_1("4k-s1", 4_096, 1, 4_000, 500),
    SMALL_10("4k-s10", 4_096, 10, 20_000, 3_000),
    SMALL_20("4k-s20", 4_096, 20, 30_000, 4_000),
    SMALL_100("4k-s100", 4_096, 100, 30_000, 4_000),
    SMALL_1000("4k-s1000", 4_096, 1_000, 30_000, 4_000),
    LARGE_1("100k-s1", 102_400, 1, 1_500, 300),
    LARGE_10("100k-s10", 102_400, 10, 3_000, 1_000),
    LARGE_20("100k-s20", 102_400, 20, 4_000, 1_000),
    LARGE_100("100k-s100", 102_400, 100, 4_000, 1_000),
    LARGE_1000("100k-s1000", 102_400, 1_000, 4_000, 1_500),
    /** A mailbox is read from its first mail on, over one connection. */
    IMAP("imap", 4_096, 1, 10_000, 0);

    private final String label;
    private final int octets;
    private final int sessions;
    private final int mails;
    private final int postfixMails;

    Scenario(String label, int octets, int sessions, int mails, int postfixMails) {
        this.label = label;
        this.octets = octets;
        this.sessions = sessions;
        this.mails = mails;
        this.postfixMails = postfixMails;
    }

    /** The name in tables, JSON and the command line. */
    @Override
    public String toString() {
        return label;
    }

    /** The octets of each mail's body. */
    int octets() {
        return octets;
    }

    /** How many clients send at a time. */
    int sessions() {
        return sessions;
    }

    /** The mails of a run of Postern or of the producer. */
    int mails() {
        return mails;
    }

    /** The mails of a run of Postfix. */
    int postfixMails() {
        return postfixMails;
    }
}
