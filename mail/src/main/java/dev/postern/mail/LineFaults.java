package dev.postern.mail;

import org.jspecify.annotations.Nullable;

/** Finds what SMTP can't carry in the lines of a message (RFC 5321 §2.3.8), before a server hears of it. */
public final class LineFaults {
    private LineFaults() {}

    /** The first NUL, CR or LF that stands alone, in words such as {@code bare LF at octet 17: lines end in CRLF}; null if there is none. */
    public static @Nullable String first(byte[] content) {
        int i = OctetScan.indexOfLineBreakOrNul(content, 0, content.length);
        while (i < content.length) {
            if (content[i] != '\r' || i + 1 == content.length || content[i + 1] != '\n') {
                return kind(content[i]) + " at octet " + i + (content[i] == 0 ? "" : ": lines end in CRLF");
            }
            i = OctetScan.indexOfLineBreakOrNul(content, i + 2, content.length);
        }
        return null;
    }

    private static String kind(byte octet) {
        return octet == 0 ? "NUL" : octet == '\n' ? "bare LF" : "bare CR";
    }
}
