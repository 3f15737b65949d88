package dev.postern.mail.signature;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of header fields in lower case, of octets in any. Those that most mail has are not made anew for each. */
final class FieldNames {
    private static final int SLOTS = 128;
    private static final int CASE = 0x20;

    static final List<String> COMMON = List.of(
            "arc-authentication-results",
            "arc-message-signature",
            "arc-seal",
            "authentication-results",
            "auto-submitted",
            "bcc",
            "cc",
            "content-description",
            "content-disposition",
            "content-id",
            "content-language",
            "content-transfer-encoding",
            "content-type",
            "date",
            "delivered-to",
            "dkim-signature",
            "feedback-id",
            "from",
            "importance",
            "in-reply-to",
            "list-archive",
            "list-help",
            "list-id",
            "list-owner",
            "list-post",
            "list-subscribe",
            "list-unsubscribe",
            "list-unsubscribe-post",
            "message-id",
            "mime-version",
            "precedence",
            "received",
            "received-spf",
            "references",
            "reply-to",
            "resent-cc",
            "resent-date",
            "resent-from",
            "resent-message-id",
            "resent-to",
            "return-path",
            "sender",
            "subject",
            "to",
            "user-agent",
            "x-mailer",
            "x-priority");

    private static final @Nullable String[] BY_SLOT = new String[SLOTS];

    static {
        COMMON.forEach(name -> BY_SLOT[slot(name.getBytes(StandardCharsets.US_ASCII), 0, name.length())] = name);
    }

    private FieldNames() {}

    /** The octets {@code [from, to)} in lower case, as far as they are letters of US-ASCII; a character stands for an octet. */
    static String lowerCase(byte[] octets, int from, int to) {
        if (from == to) {
            return "";
        }
        String known = BY_SLOT[slot(octets, from, to)];
        return known != null && isSame(known, octets, from, to) ? known : made(octets, from, to);
    }

    /** Without a look at all octets; the factors were found by trial, so that no two common names share one. */
    private static int slot(byte[] octets, int from, int to) {
        int first = octets[from] | CASE;
        int middle = octets[from + (to - from) / 2] | CASE;
        int last = octets[to - 1] | CASE;
        return (26 * first + 7 * middle + 30 * last + 35 * (to - from)) & (SLOTS - 1);
    }

    private static boolean isSame(String name, byte[] octets, int from, int to) {
        if (name.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (name.charAt(i - from) != lowerCase(octets[i])) {
                return false;
            }
        }
        return true;
    }

    private static String made(byte[] octets, int from, int to) {
        byte[] lower = new byte[to - from];
        for (int i = from; i < to; i++) {
            lower[i - from] = (byte) lowerCase(octets[i]);
        }
        return new String(lower, StandardCharsets.ISO_8859_1);
    }

    private static int lowerCase(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet | CASE : octet & 0xff;
    }
}
