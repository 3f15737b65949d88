package dev.postern.mail.arrival;

import dev.postern.mail.dsn.Classification;
import java.util.regex.Pattern;

/** What programs write where a mail was not delivered, or nobody has written it. */
final class Phrases {
    private static final int MOST_READ = 8 << 10;

    private static final Pattern DAEMON = Pattern.compile(
            "mailer-daemon|postmaster@|post_master@|mail deliver(?:y|er)? (?:sub)?system|mail\\.delivery\\.system|system administrator|ndr administrator|mail administrator",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern FAILURE = Pattern.compile(
            "undeliver|not deliver|n't deliver|delivery (?:\\w{1,12} ){0,3}(?:fail|error|problem|notification|status)|fail\\w{0,3} (?:delivery|notice)|delivery(?: has)? failed"
                    + "|failed (?:permanently|to deliver|recipient)|mail failure|returned mail|return(?:ed|ing) (?:to|mail|message)|could not be (?:sent|delivered|accepted)"
                    + "|(?:unable|not able|failed) to (?:deliver|send)|did not reach|mail system error|delayed \\d|message delayed|cannot send message|rejected by the|not been delivered|fatal errors"
                    + "|error sending your mail|bounced? |unknown user|user unknown|loop alert|smtp server: errors|permanent error|no such user|invalid user",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DELAYED = Pattern.compile(
            "warning: message .{0,60}delayed|has been delayed|delivery (?:is |was |has been )?(?:temporarily )?delayed|will (?:continue to|keep) try|will be (?:retried|tried again)|delivery attempts will continue"
                    + "|do not need to resend|not need to (?:re-?send|take any action)|\\(delay\\)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern EXPIRED = Pattern.compile(
            "retry time ?(?:out|not reached)|too (?:old|long)|time(?:d)? ?out|for \\d{1,3} (?:days?|hours?)|within \\d{1,3} (?:days?|hours?)|given up|expired|delayed|temporar|not been collected",
            Pattern.CASE_INSENSITIVE);

    /**
     * A server that has taken the recipient, and the mail, says no more of whether there is one. What a transcript has behind DATA alone does not tell:
     * commands are sent ahead of their replies (RFC 2920).
     */
    private static final Pattern AFTER_CONTENT =
            Pattern.compile("end of data|reply to data|smtp command\\s{1,10}data|after data", Pattern.CASE_INSENSITIVE);

    private Phrases() {}

    /** Whether a name or address is that of a mail system. */
    static boolean isDaemon(String from) {
        return DAEMON.matcher(start(from)).find();
    }

    /** Whether it says that a mail was not delivered. */
    static boolean saysFailed(String text) {
        return FAILURE.matcher(start(text)).find();
    }

    /** Whether it says that it is tried again. */
    static boolean saysDelayed(String text) {
        return DELAYED.matcher(start(text)).find();
    }

    /** Whether it says that it was tried for long. */
    static boolean saysExpired(String text) {
        return EXPIRED.matcher(start(text)).find();
    }

    /** Whether that there is no mailbox was said after the mail had been read, so that it means something else. */
    static boolean isOfContent(Classification meaning, String text) {
        return meaning == Classification.BAD_MAILBOX
                && AFTER_CONTENT.matcher(start(text)).find();
    }

    private static String start(String text) {
        return text.length() > MOST_READ ? text.substring(0, MOST_READ) : text;
    }
}
