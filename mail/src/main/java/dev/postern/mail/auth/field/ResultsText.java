package dev.postern.mail.auth.field;

import dev.postern.mail.Ascii;
import dev.postern.mail.DomainName;
import dev.postern.mail.MalformedAddressException;
import java.nio.charset.StandardCharsets;

/** Writes a field, a result a line, folded where it is long (RFC 5322 §2.1.1, §2.2.3). */
final class ResultsText {
    private static final int COLUMNS = 78;
    private static final int MAX_VALUE = 255;
    private static final String FOLD = "\r\n\t";

    private final StringBuilder text = new StringBuilder();
    private int column = ResultsField.NAME.length() + 1;

    String write(ResultsField field) {
        word(value(ascii(field.authservId())));
        if (field.results().isEmpty()) {
            append(";");
            word("none");
        }
        for (MethodResult result : field.results()) {
            append(";");
            text.append(FOLD);
            column = 1;
            write(result);
        }
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private void write(MethodResult result) {
        append(result.method() + '=' + result.result());
        if (result.reason() != null) {
            word("reason=" + value(result.reason()));
        }
        for (Property property : result.properties()) {
            word(property.type() + '.' + property.name() + '=' + value(property.value()));
        }
    }

    /** A word behind a space, or on a line of its own. */
    private void word(String word) {
        if (column + 1 + word.length() > COLUMNS) {
            text.append(FOLD);
            column = 1;
        } else {
            append(" ");
        }
        append(word);
    }

    private void append(String part) {
        text.append(part);
        column += part.length();
    }

    /** RFC 8601 §2.5: a host is told in the form that every program knows. */
    private static String ascii(String id) {
        try {
            String name = DomainName.toAscii(id);
            return name.isEmpty() ? id : name;
        } catch (MalformedAddressException e) { // no host, then
            return id;
        }
    }

    private static String value(String value) {
        String cut = value.length() > MAX_VALUE ? cut(value) : value;
        return isPlain(cut) ? cut : quoted(cut);
    }

    private static String cut(String value) {
        int end = Character.isHighSurrogate(value.charAt(MAX_VALUE - 1)) ? MAX_VALUE - 1 : MAX_VALUE;
        return value.substring(0, end);
    }

    /** Whether it is a token (RFC 2045 §5.1) or a plain address, in US-ASCII, as no program can misread it. */
    private static boolean isPlain(String value) {
        int at = value.indexOf('@');
        return at < 0 ? isDotAtom(value) : isDotAtom(value.substring(0, at)) && isDotAtom(value.substring(at + 1));
    }

    private static boolean isDotAtom(String text) {
        return !text.isEmpty()
                && Ascii.holds(text)
                && text.charAt(0) != '.'
                && text.charAt(text.length() - 1) != '.'
                && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_.+".indexOf(c) >= 0);
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            boolean shown = !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
            quoted.appendCodePoint(shown ? c : '?');
        });
        return quoted.append('"').toString();
    }
}
