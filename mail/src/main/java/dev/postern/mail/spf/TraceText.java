package dev.postern.mail.spf;

/** Findings as header fields tell them. What strangers said is written so that it can't be taken for anything else. */
final class TraceText {
    private static final int MAX_VALUE = 255;
    private static final String SEPARATOR = ";\r\n\t";

    private TraceText() {}

    static String receivedSpf(SpfFinding finding, String receiver) {
        SpfQuery query = finding.query();
        StringBuilder text = new StringBuilder(" ").append(finding.result().text());
        pair(text.append(' '), "receiver", receiver);
        pair(text, "client-ip", query.clientText());
        if (query.identity() == SpfIdentity.MAIL_FROM) {
            pair(text, "envelope-from", query.sender());
        }
        pair(text, "helo", query.helo());
        pair(text, "identity", query.identity().text());
        if (finding.mechanism() != null) {
            pair(text, "mechanism", finding.mechanism());
        }
        if (!finding.problem().isEmpty()) {
            pair(text, "problem", finding.problem());
        }
        return text.substring(0, text.length() - SEPARATOR.length());
    }

    private static void pair(StringBuilder text, String key, String value) {
        text.append(key).append('=').append(value(value)).append(SEPARATOR);
    }

    /** A dot-atom where it is one of plain characters, or else a quoted string (RFC 5322 §3.2.3, §3.2.4). */
    private static String value(String value) {
        String cut = value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value;
        return isDotAtom(cut) ? cut : quoted(cut);
    }

    private static boolean isDotAtom(String text) {
        return !text.isEmpty()
                && !text.startsWith(".")
                && !text.endsWith(".")
                && !text.contains("..")
                && text.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return quoted.append('"').toString();
    }
}
