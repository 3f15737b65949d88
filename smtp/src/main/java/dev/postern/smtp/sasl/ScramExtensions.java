package dev.postern.smtp.sasl;

/** The optional extensions of SCRAM's messages, which who doesn't know them ignores (RFC 5802 §5.1). */
public final class ScramExtensions {
    private ScramExtensions() {}

    /** Whether these attributes, from one index up to another, are extensions that may be ignored. */
    public static boolean areWellFormed(String[] attributes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isWellFormed(attributes[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWellFormed(String attribute) {
        return attribute.length() > 2
                && isLetter(attribute.charAt(0))
                && attribute.charAt(0) != 'm'
                && attribute.charAt(1) == '='
                && attribute.indexOf('\0') < 0;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
