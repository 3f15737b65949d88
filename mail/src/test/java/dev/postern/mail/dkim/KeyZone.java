package dev.postern.mail.dkim;

import dev.postern.mail.dns.ZoneResolver;
import dev.postern.mail.signature.SignatureAlgorithm;
import java.util.Base64;

/** Key records in a zone, for tests. */
public final class KeyZone {
    private static final int STRING = 200;

    private KeyZone() {}

    /** A resolver that knows this one record. */
    public static ZoneResolver of(String name, String record) {
        return ZoneResolver.of(line(name, record));
    }

    /** The line of a zone for a TXT record, in strings that fit. */
    public static String line(String name, String record) {
        StringBuilder line = new StringBuilder(name).append(". IN TXT");
        for (int from = 0; from == 0 || from < record.length(); from += STRING) {
            String string = record.substring(from, Math.min(record.length(), from + STRING));
            line.append(" \"")
                    .append(string.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return line.append('\n').toString();
    }

    /** A key record that says nothing special. */
    public static String record(SignatureAlgorithm algorithm, byte[] key) {
        return "v=DKIM1; k=" + algorithm.keyType() + "; p="
                + Base64.getEncoder().encodeToString(key);
    }
}
