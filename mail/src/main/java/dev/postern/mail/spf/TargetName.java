package dev.postern.mail.spf;

import java.util.Locale;

/** Names that are asked for, as they come from strangers and their macros. */
final class TargetName {
    /** The longest name in DNS, written without the final dot (RFC 1035 §2.3.4). */
    static final int MAX_LENGTH = 253;

    private static final int MAX_LABEL = 63;

    private TargetName() {}

    /** In lower case, without a final dot. */
    static String normalized(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Without as many labels on the left as it takes to be short enough (RFC 7208 §7.3). */
    static String fitting(String name) {
        if (name.length() <= MAX_LENGTH) {
            return name;
        }
        int dot = name.indexOf('.', name.length() - MAX_LENGTH - 1);
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    /** Whether no label is empty or too long, nor the whole. */
    static boolean isWellFormed(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return false;
        }
        int start = 0;
        while (start <= name.length()) {
            int dot = name.indexOf('.', start);
            int end = dot < 0 ? name.length() : dot;
            if (end == start || end - start > MAX_LABEL) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    /** Whether a policy can be published there: a name of several labels, and no address literal (RFC 7208 §4.3). */
    static boolean mayHavePolicy(String name) {
        return isWellFormed(name) && name.indexOf('.') > 0 && name.charAt(0) != '[';
    }

    /** Whether it is that name, or one below it. */
    static boolean isUnder(String name, String above) {
        return name.equals(above) || name.endsWith('.' + above);
    }
}
