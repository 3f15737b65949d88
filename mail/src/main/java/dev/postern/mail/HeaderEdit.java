package dev.postern.mail;

/**
 * One change of the header of a message. Values are what stands behind the colon, its space included; a character stands for an octet,
 * and a folded value holds CRLF and white space (RFC 5322 §2.2.3).
 */
public sealed interface HeaderEdit {
    /** The name of the field, in any case. */
    String name();

    /**
     * A new field before the one that has this number, or behind all of them.
     *
     * @param index counted from 0, over all fields of the message as it came
     */
    record Insert(int index, String name, String value) implements HeaderEdit {
        /** @throws IllegalArgumentException if this would not be one field */
        public Insert {
            check(name, value);
            checkNumber(index, 0);
        }
    }

    /** A new field behind all others. */
    record Append(String name, String value) implements HeaderEdit {
        /** @throws IllegalArgumentException if this would not be one field */
        public Append {
            check(name, value);
        }
    }

    /**
     * Another value for a field; the field is appended where there is none of that number.
     *
     * @param nth counted from 1, over the fields of this name as they came
     */
    record Change(int nth, String name, String value) implements HeaderEdit {
        /** @throws IllegalArgumentException if this would not be one field */
        public Change {
            check(name, value);
            checkNumber(nth, 1);
        }
    }

    /**
     * A field less; nothing happens where there is none of that number.
     *
     * @param nth counted from 1, over the fields of this name as they came
     */
    record Delete(int nth, String name) implements HeaderEdit {
        /** @throws IllegalArgumentException if this can't be a field */
        public Delete {
            check(name, "");
            checkNumber(nth, 1);
        }
    }

    private static void checkNumber(int number, int least) {
        if (number < least) {
            throw new IllegalArgumentException("a header field of the number " + number);
        }
    }

    private static void check(String name, String value) {
        // RFC 5322 §2.2
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
            throw new IllegalArgumentException("not the name of a header field");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r') {
                boolean folds = i + 2 < value.length()
                        && value.charAt(i + 1) == '\n'
                        && (value.charAt(i + 2) == ' ' || value.charAt(i + 2) == '\t');
                if (!folds) {
                    throw new IllegalArgumentException("a line end in the value of " + name + " that folds nothing");
                }
                i++;
            } else if (c == '\n' || c == 0 || c > 0xff) {
                throw new IllegalArgumentException("the value of " + name + " holds what no header may hold");
            }
        }
    }
}
