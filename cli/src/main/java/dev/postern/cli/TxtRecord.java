package dev.postern.cli;

/** Writes TXT records for zone files (RFC 1035 §5.1), in strings that fit into DNS (RFC 1035 §3.3). */
final class TxtRecord {
    private static final int STRING = 255;

    private TxtRecord() {}

    /**
     * The line of a record.
     *
     * @param name absolute, without its final dot
     * @param text of printable US-ASCII without quotes and backslashes
     */
    static String line(String name, String text) {
        StringBuilder line = new StringBuilder(name).append(". IN TXT (");
        for (int from = 0; from < text.length(); from += STRING) {
            line.append(" \"")
                    .append(text, from, Math.min(text.length(), from + STRING))
                    .append('"');
        }
        return line.append(" )").toString();
    }
}
