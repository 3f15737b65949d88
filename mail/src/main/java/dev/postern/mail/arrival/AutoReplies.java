package dev.postern.mail.arrival;

import dev.postern.mail.content.MailHeader;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether nobody has written a mail: by the field of RFC 3834 §5, and by those that programs have had before. */
final class AutoReplies {
    private static final List<String> FIELDS =
            List.of("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-AutoReply-From", "X-Mail-Autoreply");

    private static final Set<String> PRECEDENCES = Set.of("auto_reply", "auto-reply");

    private static final Pattern SUBJECT = Pattern.compile(
            "\\s*(?:re:\\s*)?(?:out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:reply|response|responder)|autoreply|vacation|abwesenheit|automatische antwort"
                    + "|r[ée]ponse automatique|absence du bureau|respuesta autom|risposta automatica|away from (?:my|the) (?:mail|office))\\b?.*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private AutoReplies() {}

    static boolean isOne(MailHeader header) {
        return isVacation(header) || word(header, "Auto-Submitted").startsWith("auto-replied");
    }

    /** Whether a person's mailbox answers, not a server. */
    static boolean isVacation(MailHeader header) {
        return FIELDS.stream().anyMatch(name -> header.value(name) != null)
                || PRECEDENCES.contains(word(header, "Precedence"))
                || SUBJECT.matcher(word(header, "Subject")).matches();
    }

    private static String word(MailHeader header, String name) {
        String value = header.value(name);
        return value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
    }
}
