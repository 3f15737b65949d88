package dev.postern.mail.spf;

/** What a mechanism that matches says of the client (RFC 7208 §4.6.2). */
enum Qualifier {
    PASS('+', SpfResult.PASS),
    FAIL('-', SpfResult.FAIL),
    SOFTFAIL('~', SpfResult.SOFTFAIL),
    NEUTRAL('?', SpfResult.NEUTRAL);

    private final char sign;
    private final SpfResult result;

    Qualifier(char sign, SpfResult result) {
        this.sign = sign;
        this.result = result;
    }

    SpfResult result() {
        return result;
    }

    /** Whether a term that starts so names a qualifier. */
    static boolean isSign(char c) {
        return "+-~?".indexOf(c) >= 0;
    }

    /** The one that a term names; it passes where it names none. */
    static Qualifier of(String term) {
        for (Qualifier qualifier : values()) {
            if (term.charAt(0) == qualifier.sign) {
                return qualifier;
            }
        }
        return PASS;
    }
}
