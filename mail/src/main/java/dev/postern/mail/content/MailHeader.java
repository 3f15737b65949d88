package dev.postern.mail.content;

import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Mailboxes;
import dev.postern.mail.Message;
import dev.postern.mail.NamedAddress;
import dev.postern.mail.mime.Cut;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.james.mime4j.field.DateTimeFieldLenientImpl;
import org.apache.james.mime4j.stream.RawField;
import org.jspecify.annotations.Nullable;

/**
 * The header of a message for who wants to see all of it, whatever it is like: it ends at the first empty line, and lines that belong to no
 * field are passed over.
 */
public final class MailHeader {
    /** Octets of a header that are read; real ones have some ten thousand. */
    static final int MOST_OCTETS = 1 << 18;

    private static final int MOST_FIELDS = 2_000;
    private static final int MOST_DECODED = 16 << 10;
    private static final int MOST_ADDRESSED = 64 << 10;
    private static final int LONGEST_NAME = 998;
    private static final int MOST_IDS = 200;

    // RFC 5322 §3.6.4, and what programs make of it
    private static final Pattern ID = Pattern.compile("<([^<>\\s]{1,998})>");

    private final List<Field> fields = new ArrayList<>();
    private final Set<Cut> cuts;

    private MailHeader(Set<Cut> cuts) {
        this.cuts = cuts;
    }

    /**
     * One field.
     *
     * @param name as it is written
     * @param raw what stands behind the colon, folds and all, without the line end at its end; a character stands for an octet
     */
    public record Field(String name, String raw) {
        /** The value on one line, encoded words decoded (RFC 2047), in the charset that it most likely is in. */
        public String decoded() {
            String unfolded = unfolded(raw);
            String start = EncodedWords.decoded(unfolded, MOST_DECODED);
            return unfolded.length() <= MOST_DECODED ? start : start + Text.ofHeader(unfolded.substring(MOST_DECODED));
        }
    }

    /**
     * Reads the header of this message.
     *
     * @param cuts takes note where there is more than is read
     * @throws IOException if it can't be read
     */
    public static MailHeader read(Message message, Set<Cut> cuts) throws IOException {
        try (InputStream in = message.open()) {
            byte[] octets = in.readNBytes(MOST_OCTETS);
            MailHeader header = new MailHeader(cuts);
            if (!header.take(new String(octets, StandardCharsets.ISO_8859_1)) && in.read() >= 0) {
                cuts.add(Cut.HEADER);
            }
            return header;
        }
    }

    /** The fields from the top. */
    public List<Field> fields() {
        return List.copyOf(fields);
    }

    /** The first field of this name, decoded; null where there is none. */
    public @Nullable String value(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst()
                .map(Field::decoded)
                .orElse(null);
    }

    /** The mailboxes in all fields of this name (RFC 5322 §3.4); of a field that can't be read, none. */
    public List<NamedAddress> addresses(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .flatMap(field -> mailboxes(field).stream())
                .toList();
    }

    private List<NamedAddress> mailboxes(Field field) {
        if (field.raw().length() > MOST_ADDRESSED) {
            cuts.add(Cut.HEADER);
            return List.of();
        }
        try {
            return field.raw().isBlank() ? List.of() : Mailboxes.named(field.name(), field.raw());
        } catch (InvalidMailException e) {
            return List.of(); // it is in the fields for people to see
        }
    }

    /** The ids in the fields of this name, such as References, without their angle brackets. */
    public List<String> ids(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .flatMap(field -> ID.matcher(unfolded(field.raw())).results())
                .map((MatchResult id) -> Text.ofHeader(id.group(1)))
                .limit(MOST_IDS)
                .toList();
    }

    /** What the field Date says (RFC 5322 §3.6.1); null where there is none that can be read. */
    public @Nullable Instant date() {
        String text = value("Date");
        if (text == null || text.length() > 100) {
            return null;
        }
        java.util.Date date = DateTimeFieldLenientImpl.PARSER
                .parse(new RawField("Date", text), null)
                .getDate();
        return date == null ? null : date.toInstant();
    }

    /** @return whether the header ended in it */
    private boolean take(String text) {
        int start = 0;
        while (start < text.length()) {
            int end = endOfField(text, start);
            String field = withoutLineEnd(text.substring(start, end));
            if (field.isEmpty()) {
                return true;
            }
            if (fields.size() == MOST_FIELDS) {
                cuts.add(Cut.HEADER);
                return true;
            }
            int colon = field.indexOf(':');
            String name = colon < 0 ? "" : field.substring(0, colon).stripTrailing();
            if (!name.isEmpty() && name.length() <= LONGEST_NAME && name.chars().allMatch(c -> c > ' ' && c < 127)) {
                fields.add(new Field(name, field.substring(colon + 1)));
            }
            start = end;
        }
        return false;
    }

    // RFC 5322 §2.2.3; a bare line feed ends a line for mail that no server has sent
    private static int endOfField(String text, int start) {
        int from = start;
        while (true) {
            int feed = text.indexOf('\n', from);
            if (feed < 0) {
                return text.length();
            }
            from = feed + 1;
            boolean empty = feed == start || (feed == start + 1 && text.charAt(start) == '\r');
            if (empty || from == text.length() || (text.charAt(from) != ' ' && text.charAt(from) != '\t')) {
                return from;
            }
        }
    }

    private static String withoutLineEnd(String line) {
        int end = line.endsWith("\n") ? line.length() - 1 : line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    private static String unfolded(String raw) {
        return raw.replace("\r\n", "").replace("\n", "").strip();
    }
}
