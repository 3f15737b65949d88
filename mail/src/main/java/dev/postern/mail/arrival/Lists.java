package dev.postern.mail.arrival;

import dev.postern.mail.content.MailHeader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** By which list a mail came. */
final class Lists {
    private static final Pattern ID = Pattern.compile("<([^<>\\s]{1,255})>");
    private static final List<String> COMMANDS =
            List.of("List-Post", "List-Unsubscribe", "List-Help", "List-Subscribe", "List-Owner", "List-Archive");

    private Lists() {}

    /** The id of the list (RFC 2919 §2); where there is none, the field of RFC 2369 that tells of one; null where none does. */
    static @Nullable String idIn(MailHeader header) {
        String id = header.value("List-Id");
        if (id != null && !id.isBlank()) {
            Matcher bracketed = ID.matcher(id);
            String found = bracketed.find() ? bracketed.group(1) : id.strip();
            return found.substring(0, Math.min(found.length(), 255));
        }
        return COMMANDS.stream()
                .filter(name -> header.value(name) != null)
                .findFirst()
                .orElse(null);
    }
}
