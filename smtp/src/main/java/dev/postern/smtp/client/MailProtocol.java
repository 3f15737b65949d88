package dev.postern.smtp.client;

/** What a client speaks with a server. */
public enum MailProtocol {
    /** RFC 5321. */
    SMTP("EHLO"),
    /** RFC 2033: the server keeps no queue, and says for each recipient what became of the content. */
    LMTP("LHLO");

    private final String hello;

    MailProtocol(String hello) {
        this.hello = hello;
    }

    /** The command by which we say who we are. */
    String hello() {
        return hello;
    }
}
