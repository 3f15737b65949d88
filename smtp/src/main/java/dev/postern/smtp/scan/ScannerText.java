package dev.postern.smtp.scan;

/** The words of scanners, made fit for replies, headers and logs. */
final class ScannerText {
    /** The characters of one text. */
    static final int MAX = 200;

    private ScannerText() {}

    /** At most {@value #MAX} characters, all printable US-ASCII; others become {@code ?}. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX));
        for (int i = 0; i < text.length() && clean.length() < MAX; i++) {
            char c = text.charAt(i);
            clean.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return clean.toString().strip();
    }
}
