package dev.postern.mail.dkim;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the value of a DKIM-Signature field, folded to lines that every server takes (RFC 5322 §2.1.1). */
final class SignatureField {
    /** The longest line, its line end not counted. */
    private static final int COLUMNS = 78;

    private static final String FOLD = "\r\n\t";

    /** The name of the field as it is written. */
    static final String LABEL = "DKIM-Signature";

    private final StringBuilder value = new StringBuilder();
    private int column = LABEL.length() + 1;

    /** Adds a tag that is not folded itself. */
    SignatureField tag(String name, String text) {
        String tag = name + "=" + text + ";";
        if (column + 1 + tag.length() > COLUMNS) {
            fold();
        } else {
            append(" ");
        }
        append(tag);
        return this;
    }

    /** Adds a tag of words with colons between, which may be folded behind each. */
    SignatureField words(String name, List<String> words) {
        fold();
        append(name + "=");
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i) + (i == words.size() - 1 ? ";" : ":");
            if (column + word.length() > COLUMNS) {
                fold();
            }
            append(word);
        }
        return this;
    }

    /** Adds the tag of the signature, still without value, behind which nothing may follow but that. */
    SignatureField emptySignature() {
        fold();
        append("b=");
        return this;
    }

    /** Adds the signature, in base64. */
    SignatureField signature(String base64) {
        for (int from = 0; from < base64.length(); ) {
            if (column == COLUMNS) {
                fold();
            }
            int to = Math.min(base64.length(), from + COLUMNS - column);
            append(base64.substring(from, to));
            from = to;
        }
        return this;
    }

    /** What stands behind the colon so far. */
    String value() {
        return value.toString();
    }

    /** This field in canonical form, without a line end. */
    byte[] canonical(StringBuilder before, Canonicalization form) {
        new HeaderField(DkimSignature.FIELD, LABEL, value()).appendTo(before, form);
        return before.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void fold() {
        value.append(FOLD);
        column = 1;
    }

    private void append(String text) {
        value.append(text);
        column += text.length();
    }
}
