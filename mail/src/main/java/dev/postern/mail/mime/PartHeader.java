package dev.postern.mail.mime;

import dev.postern.mail.HeaderFields;
import dev.postern.mail.HeaderFields.Field;
import dev.postern.mail.InvalidMailException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header of a message or of a part of it, as far as it matters for its encoding.
 *
 * @param encodingField where the field Content-Transfer-Encoding stands, or null
 * @param charsetAt where a parameter charset could be put into the field Content-Type; -1 if there is no such field or no such place
 * @param typed whether there is a field Content-Type
 * @param mime whether there is a field MIME-Version
 * @param signature the name of a field that signs all of the message, or null
 * @param end where a field could be put behind the others
 */
record PartHeader(
        MediaType type,
        boolean typed,
        long charsetAt,
        TransferEncoding encoding,
        @Nullable Stretch encodingField,
        boolean mime,
        @Nullable String signature,
        long end) {
    private static final String STRAY = "a header holds NUL, or CR or LF that ends no line";
    private static final Pattern TYPE_AND_SUBTYPE =
            Pattern.compile("\\s*+[^\\s;()/]++/[^\\s;()/]++(?=\\s*+(?:[;(]|\\z))");

    /**
     * Reads a header.
     *
     * @param octets all of its lines, without the empty one behind it
     * @param position where it starts in the message
     * @param byDefault what it is where it does not say so
     * @throws Unconvertible if it holds something other than fields in US-ASCII, or a field twice that says what the part is
     */
    static PartHeader read(byte[] octets, long position, MediaType byDefault) throws Unconvertible {
        check(octets);
        List<Field> fields = fields(octets);
        Field type = only("Content-Type", fields);
        Field encoding = only("Content-Transfer-Encoding", fields);
        return new PartHeader(
                type == null ? byDefault : MediaType.parse(type.value()),
                type != null,
                type == null ? -1 : charsetAt(type, position),
                encoding == null ? TransferEncoding.SEVEN_BIT : encoding(encoding),
                encoding == null ? null : new Stretch(position + encoding.start(), position + encoding.end()),
                fields.stream().anyMatch(field -> field.name().equalsIgnoreCase("MIME-Version")),
                fields.stream()
                        .map(Field::name)
                        .filter(PartHeader::isSignature)
                        .findFirst()
                        .orElse(null),
                position + octets.length);
    }

    private static void check(byte[] octets) throws Unconvertible {
        boolean afterReturn = false;
        for (byte octet : octets) {
            if (octet < 0) {
                throw new Unconvertible(
                        Conversion.Reason.HEADER, "a header field holds octets that are not of US-ASCII");
            }
            if (octet == 0 || afterReturn != (octet == '\n')) {
                throw Unconvertible.because(STRAY);
            }
            afterReturn = octet == '\r';
        }
        if (afterReturn) {
            throw Unconvertible.because(STRAY);
        }
    }

    private static List<Field> fields(byte[] octets) throws Unconvertible {
        try {
            HeaderFields header = HeaderFields.read(new ByteArrayInputStream(octets), octets.length);
            if (!header.readAhead().isEmpty()) {
                throw Unconvertible.because("a header has a line that is no field");
            }
            return header.fields();
        } catch (InvalidMailException | IOException e) {
            throw new IllegalStateException("a header in an array can be read", e);
        }
    }

    private static @Nullable Field only(String name, List<Field> fields) throws Unconvertible {
        List<Field> named = fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .toList();
        if (named.size() > 1) {
            throw Unconvertible.because("a header has more than one field " + name);
        }
        return named.isEmpty() ? null : named.get(0);
    }

    private static TransferEncoding encoding(Field field) {
        return TransferEncoding.named(FieldBody.parse(field.value()).value());
    }

    /** Behind type and subtype, so that the other parameters stay as they are. */
    private static long charsetAt(Field type, long position) {
        Matcher matcher = TYPE_AND_SUBTYPE.matcher(type.value());
        int valueAt = type.end() - 2 - type.value().length(); // CRLF ends the field
        return matcher.lookingAt() ? position + valueAt + matcher.end() : -1;
    }

    private static boolean isSignature(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("dkim-signature") || lower.startsWith("arc-");
    }
}
