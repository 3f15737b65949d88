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
        word(value(ascii(shown(field.authservId()))));
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
            word(property.type() + '.' + property.name() + '=' + propertyValue(property.value()));
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

    /** RFC 8601 §2.2, value: a plain word, or a quoted string. */
    private static String value(String text) {
        String shown = shown(text);
        return isDotAtom(shown) ? shown : quoted(shown);
    }

    /** RFC 8601 §2.2, pvalue: also a plain address. */
    private static String propertyValue(String text) {
        String shown = shown(text);
        int at = shown.indexOf('@');
        boolean address = at > 0 && isDotAtom(shown.substring(0, at)) && isDotAtom(shown.substring(at + 1));
        return address ? shown : value(shown);
    }

    /** What can be shown of it: so much, and nothing that a reader could not see. */
    private static String shown(String value) {
        boolean torn = value.length() > MAX_VALUE && Character.isHighSurrogate(value.charAt(MAX_VALUE - 1));
        StringBuilder shown = new StringBuilder();
        value.substring(0, Math.min(value.length(), torn ? MAX_VALUE - 1 : MAX_VALUE))
                .codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** Whether it is of letters, digits and what no program can misread: a token (RFC 2045 §5.1), and part of an address. */
    private static boolean isDotAtom(String text) {
        return !text.isEmpty()
                && Ascii.holds(text)
                && text.charAt(0) != '.'
                && text.charAt(text.length() - 1) != '.'
                && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_.+".indexOf(c) >= 0);
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
