package dev.postern.smtp.server;

import dev.postern.smtp.Reply;

/** What a {@link Session} says that is always the same. */
final class Replies {
    static final Reply HELLO_FIRST = Reply.of(503, "5.5.1", "Say EHLO or HELO first");
    static final Reply LHLO_FIRST = Reply.of(503, "5.5.1", "Say LHLO first");
    static final Reply IS_LMTP = Reply.of(500, "5.5.1", "This is LMTP: say LHLO");
    static final Reply IS_SMTP = Reply.of(500, "5.5.1", "This is SMTP: say EHLO");
    static final Reply MAIL_FIRST = Reply.of(503, "5.5.1", "Say MAIL first");
    static final Reply NESTED_MAIL = Reply.of(503, "5.5.1", "A mail is open already: end it with DATA or RSET");
    static final Reply CHUNKS_ONLY = Reply.of(503, "5.5.1", "Chunks have begun: go on with BDAT, or say RSET");
    static final Reply BINARY_BY_BDAT = Reply.of(503, "5.5.1", "BINARYMIME is sent by BDAT only");
    static final Reply CHUNK_OK = Reply.of(250, "2.0.0", "Chunk taken");
    static final Reply NO_RECIPIENTS = Reply.of(554, "5.5.1", "No valid recipients");
    static final Reply LMTP_WITHOUT_RECIPIENTS = Reply.of(503, "5.5.1", "No valid recipients"); // RFC 2033 §4.2
    static final Reply NO_TLS_NOW = Reply.of(503, "5.5.1", "STARTTLS comes after EHLO and outside of a mail");
    static final Reply NO_TLS = Reply.of(502, "5.5.1", "STARTTLS is not offered here");
    static final Reply TLS_ALREADY = Reply.of(503, "5.5.1", "TLS is active already");
    static final Reply TLS_NEEDED = Reply.of(530, "5.7.0", "Must issue a STARTTLS command first");
    static final Reply TLS_READY = Reply.of(220, "2.0.0", "Ready to start TLS");
    static final Reply TLS_INJECTION = Reply.of(554, "5.5.1", "Nothing may follow STARTTLS before its reply; closing");
    static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Sender OK");
    static final Reply SENDER_OK_LATER = // RFC 6710 §4.1: the new priority comes first
            Reply.of(250, "2.3.6", "0 is the priority of mail from clients without login; sender OK");
    static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "Recipient OK");
    static final Reply OK = Reply.of(250, "2.0.0", "OK");
    static final Reply GO_AHEAD = Reply.of(354, "Send the content, end it with a line of one dot");
    static final Reply BYE = Reply.of(221, "2.0.0", "Bye");
    static final Reply UNVERIFIED = Reply.of(252, "2.0.0", "Not verified here, send the mail and see");
    static final Reply NO_EXPANSION = Reply.of(502, "5.5.1", "Lists are not expanded here");
    static final Reply HELP = Reply.of(214, "2.0.0", "See RFC 5321; EHLO tells what is offered here");
    static final Reply TOO_MANY_RECIPIENTS = Reply.of(452, "4.5.3", "Too many recipients, send the rest apart");
    // RFC 6531 §3.5
    static final Reply RECIPIENT_NEEDS_UTF8 = Reply.of(553, "5.6.7", "Say SMTPUTF8 at MAIL for such a recipient");
    // RFC 4954 §4, §6
    static final Reply NO_AUTH = Reply.of(502, "5.5.1", "AUTH is not offered here");
    static final Reply EHLO_FIRST = Reply.of(503, "5.5.1", "Say EHLO first");
    static final Reply AUTHENTICATED = Reply.of(503, "5.5.1", "Authenticated already");
    static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0", "Too many errors; closing");
    static final Reply TOO_MUCH_JUNK = Reply.of(421, "4.7.0", "Too many commands without a mail; closing");
    static final Reply NO_MAIL_IN_TIME = Reply.of(421, "4.7.0", "No mail for too long; closing");
    static final Reply LOCAL_ERROR = Reply.of(451, "4.3.0", "Local error, try again later");

    private Replies() {}
}
