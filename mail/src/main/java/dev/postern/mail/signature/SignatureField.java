package dev.postern.mail.signature;

import java.nio.ByteBuffer;
import java.util.List;

/** Writes the value of a field of tags that holds a signature, folded to lines that every server takes (RFC 5322 §2.1.1). */
public final class SignatureField {
    /** What a line should not have more of (RFC 5322 §2.1.1), its line end not counted. */
    public static final int COLUMNS = 78;

    /** What a line must not have more of. */
    public static final int MOST_COLUMNS = 998;

    private static final String FOLD = "\r\n ";

    private final String label;
    private final StringBuilder value = new StringBuilder();
    private int column;
    private int signature = -1;

    /** @param label the name of the field as it is written */
    public SignatureField(String label) {
        this.label = label;
        this.column = label.length() + 1;
    }

    /** Adds a tag that is not folded itself. */
    public SignatureField tag(String name, String text) {
        separate(name.length() + 1 + text.length());
        append(name + "=" + text);
        return this;
    }

    /** Adds a tag of words with colons between, which may be folded behind each. */
    public SignatureField words(String name, List<String> words) {
        separate(name.length() + 1 + String.join(":", words).length());
        append(name + "=");
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i) + (i == words.size() - 1 ? "" : ":");
            if (column + word.length() + 1 > COLUMNS) {
                fold();
            }
            append(word);
        }
        return this;
    }

    /** Adds the tag of the signature on a line of its own, still without value. */
    public SignatureField emptySignature() {
        separate(COLUMNS);
        append("b=");
        signature = value.length();
        column = COLUMNS;
        return this;
    }

    /**
     * Puts the signature, in base64, into its tag.
     *
     * @param columns of the lines to which it is folded, {@link #COLUMNS} to {@link #MOST_COLUMNS}
     */
    public SignatureField signature(String base64, int columns) {
        StringBuilder folded = new StringBuilder();
        int room = columns - " b=;".length();
        for (int from = 0; from < base64.length(); ) {
            folded.append(from == 0 ? "" : FOLD);
            int to = Math.min(base64.length(), from + room);
            folded.append(base64, from, to);
            from = to;
        }
        value.insert(signature, folded);
        return this;
    }

    /** What stands behind the colon so far. */
    public String value() {
        return value.toString();
    }

    /** What is signed: what stands before, and this field in canonical form, without a line end. */
    public ByteBuffer canonical(SignedText before, Canonicalization form) {
        return before.last(HeaderField.of(label, label + ":" + value()), form).view();
    }

    /** Ends the tag before, and starts a line where the next one, of this length, would not fit. */
    private void separate(int length) {
        if (!value.isEmpty()) {
            append(";");
        }
        if (column + 1 + length + 1 > COLUMNS) {
            fold();
        } else {
            append(" ");
        }
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
