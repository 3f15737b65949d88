package dev.postern.mail.mime;

import dev.postern.mail.ContentLimitException;
import org.jspecify.annotations.Nullable;

/**
 * What the header of a part says, read before its body.
 *
 * @param type type and subtype in lower case
 * @param bodyStart where the body starts, in octets from the start of the message
 */
record PartStart(
        String type,
        Parameterized contentType,
        Parameterized disposition,
        @Nullable String contentId,
        @Nullable String subject,
        TransferEncoding encoding,
        long bodyStart) {
    private static final int LONGEST_ID = 998; // RFC 5322 §2.1.1

    /**
     * Reads a header.
     *
     * @param octets all of its lines, without the empty one behind it
     * @param byDefault what it is where it does not say so
     * @param excess decides on a field that is too long to be read
     * @throws ContentLimitException if a field is too long to be read
     */
    static PartStart read(byte[] octets, long bodyStart, String byDefault, Excess excess) throws ContentLimitException {
        PartFields fields = PartFields.read(octets, excess);
        Parameterized contentType = Parameterized.parse(fields.value("content-type"));
        String encoding = fields.value("content-transfer-encoding");
        return new PartStart(
                type(contentType, byDefault),
                contentType,
                Parameterized.parse(fields.value("content-disposition")),
                contentId(fields.value("content-id")),
                fields.value("subject"),
                encoding == null
                        ? TransferEncoding.SEVEN_BIT
                        : TransferEncoding.named(
                                FieldBody.parse(encoding).value().strip()),
                bodyStart);
    }

    /** What stands between its parts, or null where it is no multipart or names none. */
    @Nullable
    String boundary() {
        String boundary = type.startsWith("multipart/") ? contentType.parameter("boundary") : null;
        return boundary == null || boundary.isBlank() ? null : boundary.stripTrailing();
    }

    /** What a part of it is that does not say so (RFC 2046 §5.1.5). */
    String defaultOfParts() {
        return type.equals("multipart/digest") ? "message/rfc822" : "text/plain";
    }

    private static String type(Parameterized contentType, String byDefault) {
        String value = contentType.value();
        int slash = value.indexOf('/');
        boolean wellFormed = slash > 0
                && slash < value.length() - 1
                && value.length() <= 255
                && value.chars().allMatch(PartStart::isTokenOrSlash)
                && value.indexOf('/', slash + 1) < 0;
        return wellFormed ? value : byDefault;
    }

    // RFC 2045 §5.1: token
    private static boolean isTokenOrSlash(int c) {
        return c == '/' || (c > ' ' && c < 127 && "()<>@,;:\\\"[]?=".indexOf(c) < 0);
    }

    private static @Nullable String contentId(@Nullable String value) {
        if (value == null) {
            return null;
        }
        boolean bracketed = value.startsWith("<") && value.endsWith(">") && value.length() > 2;
        String id = bracketed ? value.substring(1, value.length() - 1) : value;
        boolean printable = id.chars().allMatch(c -> c > ' ' && c < 127);
        return printable && !id.isEmpty() && id.length() <= LONGEST_ID ? id : null;
    }
}
