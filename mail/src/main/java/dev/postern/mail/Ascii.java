package dev.postern.mail;

/** Tells what every mail server takes from what needs SMTPUTF8 (RFC 6531). */
public final class Ascii {
    private Ascii() {}

    /** Whether a text is of US-ASCII alone. */
    public static boolean holds(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
