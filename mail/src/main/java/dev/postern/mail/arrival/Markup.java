package dev.postern.mail.arrival;

import java.util.regex.Pattern;

/** The words in HTML, well enough to look for addresses and numbers in them; never shown to anybody. */
final class Markup {
    private static final int MOST_READ = 64 << 10;
    private static final Pattern BREAK =
            Pattern.compile("(?i)<(?:br|p|div|tr|td|li|h\\d|pre)\\b[^>]{0,500}>|</(?:p|div|tr|h\\d)>");
    private static final Pattern TAG = Pattern.compile("<[!/]?[A-Za-z][^>]{0,2000}>|<!--");

    private Markup() {}

    static String text(String html) {
        String start = html.length() > MOST_READ ? html.substring(0, MOST_READ) : html;
        String lines = BREAK.matcher(start).replaceAll("\n");
        return TAG.matcher(lines)
                .replaceAll("")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&");
    }
}
