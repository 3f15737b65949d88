package dev.postern.smtp.discovery;

import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Protection;
import java.io.IOException;

/**
 * What is said to a server for mailboxes until TLS stands and it has greeted: IMAP (RFC 9051 §7.1, §6.2.1) and POP3 (RFC 1939 §4, RFC 2595 §4).
 * It knows no network, and is fed the server's lines.
 */
final class MailboxDialogue {
    private static final String TAG = "a ";
    /** Before the answer to STARTTLS a server may tell other things. */
    private static final int MAX_UNTAGGED = 16;

    private final MailService service;
    private final Protection protection;
    private State state = State.GREETING;
    private int untagged;

    private enum State {
        GREETING,
        ASKED,
        DONE
    }

    /** What is to be done next. */
    enum Step {
        /** Wait for another line. */
        WAIT,
        /** Say {@link #command()}. */
        ASK,
        /** Begin TLS: all that comes before it is forged. */
        SECURE,
        /** Leave: it is there. */
        LEAVE
    }

    MailboxDialogue(MailService service, Protection protection) {
        this.service = service;
        this.protection = protection;
    }

    /** What asks for TLS, without its line end. */
    String command() {
        return service == MailService.IMAP ? TAG + "STARTTLS" : "STLS";
    }

    /** What takes leave, without its line end. */
    String farewell() {
        return service == MailService.IMAP ? "b LOGOUT" : "QUIT";
    }

    /**
     * Hears a line.
     *
     * @param line without its line end
     * @throws IOException if that is not what such a server says; the message is in words
     */
    Step hear(String line) throws IOException {
        return switch (state) {
            case GREETING -> greeted(line);
            case ASKED -> answered(line);
            case DONE -> throw new IOException("says more than it was asked");
        };
    }

    private Step greeted(String line) throws IOException {
        // RFC 9051 §7.1.4: PREAUTH is no greeting that STARTTLS could follow, nor one that a stranger should get
        if (!isGood(line, "* OK")) {
            throw new IOException("does not greet as " + service + " does");
        }
        if (protection == Protection.IMPLICIT) {
            state = State.DONE;
            return Step.LEAVE;
        }
        state = State.ASKED;
        return Step.ASK;
    }

    private Step answered(String line) throws IOException {
        if (service == MailService.IMAP && line.startsWith("* ") && untagged < MAX_UNTAGGED) {
            untagged++;
            return Step.WAIT;
        }
        if (!isGood(line, TAG + "OK")) {
            throw new IOException("offers no STARTTLS");
        }
        state = State.DONE;
        return Step.SECURE;
    }

    private boolean isGood(String line, String imap) {
        String good = service == MailService.IMAP ? imap : "+OK";
        return line.regionMatches(true, 0, good, 0, good.length())
                && (line.length() == good.length() || line.charAt(good.length()) == ' ');
    }
}
