package dev.postern.smtp.policy;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Refuses messages, with 554 5.6.0, whose header is not what readers expect: From and Date once, other fields that say one thing no more
 * than once (RFC 5322 §3.6), lines up to 998 octets (§2.1.1), no line that is no field, all in 256 KiB. Two readers may see two different senders
 * in a header that names two.
 */
public final class HeaderSanity implements Check {
    private static final int LONGEST_LINE = 998;
    private static final List<String> NEEDED = List.of("From", "Date");
    private static final List<String> SINGLE = List.of(
            "From",
            "Date",
            "Sender",
            "Reply-To",
            "To",
            "Cc",
            "Bcc",
            "Message-ID",
            "In-Reply-To",
            "References",
            "Subject");

    @Override
    public CompletionStage<Verdict> content(Envelope envelope, Message message) {
        return HeaderScan.of(message).thenApply(HeaderSanity::judge);
    }

    private static Verdict judge(HeaderScan header) {
        if (header.isTooLong()) {
            return refused("The header is longer than " + HeaderScan.LONGEST_HEADER + " octets");
        }
        if (header.longestLine() > LONGEST_LINE) {
            return refused("The header holds a line longer than " + LONGEST_LINE + " octets");
        }
        if (header.isMalformed()) {
            return refused("The header holds a line that is no field");
        }
        for (String field : NEEDED) {
            if (header.count(field) == 0) {
                return refused("The header has no " + field);
            }
        }
        for (String field : SINGLE) {
            if (header.count(field) > 1) {
                return refused("The header has more than one " + field);
            }
        }
        return Verdict.ACCEPTED;
    }

    private static Verdict refused(String reason) {
        return new Verdict.Refused(Reply.of(554, "5.6.0", reason));
    }
}
