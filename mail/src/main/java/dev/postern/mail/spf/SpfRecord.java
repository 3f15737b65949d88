package dev.postern.mail.spf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A domain's policy as it is published (RFC 7208 §4.5, §4.6), read to its end before any of it counts. */
public final class SpfRecord {
    private static final String VERSION = "v=spf1";

    private final List<Mechanism> mechanisms;
    private final @Nullable Macro redirect;
    private final @Nullable Macro explanation;

    SpfRecord(List<Mechanism> mechanisms, @Nullable Macro redirect, @Nullable Macro explanation) {
        this.mechanisms = List.copyOf(mechanisms);
        this.redirect = redirect;
        this.explanation = explanation;
    }

    /** Whether a TXT record is a policy, well formed or not: it starts with the version (RFC 7208 §4.5). */
    public static boolean isOne(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
                && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    /**
     * Reads a policy.
     *
     * @param text one char an octet
     * @throws MalformedSpfException if it is none
     */
    public static SpfRecord parse(String text) {
        if (!isOne(text)) {
            throw new MalformedSpfException("no version");
        }
        return new SpfParser(text.substring(VERSION.length())).parse();
    }

    /** The mechanisms as they are written, in their order. */
    public List<String> terms() {
        return mechanisms.stream().map(Mechanism::text).toList();
    }

    List<Mechanism> mechanisms() {
        return mechanisms;
    }

    /** Whose policy counts where nothing matches. */
    @Nullable
    Macro redirect() {
        return redirect;
    }

    /** Where it is told why a client was refused. */
    @Nullable
    Macro explanation() {
        return explanation;
    }
}
