package dev.postern.demo;

/** Text from elsewhere as a terminal may show it: what could move its cursor or change its colours is replaced. */
final class Printable {
    private static final char REPLACEMENT = '?';

    private Printable() {}

    /** One line. */
    static String line(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> printable.appendCodePoint(c == '\t' || !Character.isISOControl(c) ? c : REPLACEMENT));
        return printable.toString();
    }
}
