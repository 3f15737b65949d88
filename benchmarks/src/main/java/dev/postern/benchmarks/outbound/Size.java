package dev.postern.benchmarks.outbound;

/** How large the mails of a run are, and how many of them make a run of some seconds. */
public enum Size {
    SMALL("2k", 2_048, 40_000, 8_000, 4_000),
    MEDIUM("10k", 10_240, 20_000, 200, 4_000),
    LARGE("100k", 102_400, 6_000, 100, 1_000);

    private final String label;
    private final int octets;
    private final int mails;
    private final int camelMails;
    private final int postfixMails;

    Size(String label, int octets, int mails, int camelMails, int postfixMails) {
        this.label = label;
        this.octets = octets;
        this.mails = mails;
        this.camelMails = camelMails;
        this.postfixMails = postfixMails;
    }

    /** The name in tables and JSON. */
    public String label() {
        return label;
    }

    /** The octets of a mail's body. */
    int octets() {
        return octets;
    }

    /** The mails of a run of Postern or of the floor. */
    int mails() {
        return mails;
    }

    /** The mails of a run of Camel. */
    int camelMails() {
        return camelMails;
    }

    /** The mails of a run of Postfix. */
    int postfixMails() {
        return postfixMails;
    }
}
