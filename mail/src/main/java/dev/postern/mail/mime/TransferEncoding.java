package dev.postern.mail.mime;

import java.util.Locale;

/** What the field Content-Transfer-Encoding says (RFC 2045 §6). */
enum TransferEncoding {
    SEVEN_BIT,
    EIGHT_BIT,
    BINARY,
    QUOTED_PRINTABLE,
    BASE64,
    UNKNOWN;

    /** @param value without comments */
    static TransferEncoding named(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "7bit" -> SEVEN_BIT;
            case "8bit" -> EIGHT_BIT;
            case "binary" -> BINARY;
            case "quoted-printable" -> QUOTED_PRINTABLE;
            case "base64" -> BASE64;
            default -> UNKNOWN;
        };
    }

    /** Whether the octets stand as they are. */
    boolean isIdentity() {
        return this == SEVEN_BIT || this == EIGHT_BIT || this == BINARY;
    }
}
