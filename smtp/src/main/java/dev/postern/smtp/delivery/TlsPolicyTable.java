package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.client.TlsMode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A policy of entries such as {@code bank.example:required} and {@code *.partner.example:encrypted}. An entry with {@code *.} holds for all names
 * under its domain, but not for the domain; a name counts more than what is above it.
 */
public final class TlsPolicyTable implements TlsPolicy {
    private static final String UNDER = "*.";
    private static final Map<String, TlsMode> LEVELS = Map.of(
            "none", TlsMode.NONE,
            "opportunistic", TlsMode.OPPORTUNISTIC,
            "encrypted", TlsMode.ENCRYPTED,
            "required", TlsMode.REQUIRED);

    private final Map<String, TlsMode> modes;
    private final TlsMode otherwise;

    private TlsPolicyTable(Map<String, TlsMode> modes, TlsMode otherwise) {
        this.modes = Map.copyOf(modes);
        this.otherwise = otherwise;
    }

    /**
     * Reads the entries.
     *
     * @param otherwise for domains that no entry names; where it is {@link TlsMode#IMPLICIT}, what is required is implicit
     * @throws IllegalArgumentException if one is none, or stands twice; the message says which and what it should be
     */
    public static TlsPolicyTable parse(List<String> entries, TlsMode otherwise) {
        Map<String, TlsMode> modes = new HashMap<>();
        for (String entry : entries) {
            int colon = entry.lastIndexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException(
                        entry + ": must be a domain, a colon and a level, such as bank.example:required");
            }
            TlsMode level = LEVELS.get(entry.substring(colon + 1).strip().toLowerCase(Locale.ROOT));
            if (level == null) {
                throw new IllegalArgumentException(
                        entry + ": the level behind the colon must be none, opportunistic, encrypted or required");
            }
            TlsMode mode = level == TlsMode.REQUIRED && otherwise == TlsMode.IMPLICIT ? otherwise : level;
            if (modes.put(pattern(entry.substring(0, colon).strip()), mode) != null) {
                throw new IllegalArgumentException(entry + ": there is another entry for this domain");
            }
        }
        return new TlsPolicyTable(modes, otherwise);
    }

    private static String pattern(String text) {
        boolean under = text.startsWith(UNDER);
        try {
            Domain domain = Domain.parse(under ? text.substring(UNDER.length()) : text);
            if (under && domain.isLiteral()) {
                throw new IllegalArgumentException(text + ": there is no name under an address");
            }
            return (under ? UNDER : "") + domain.text();
        } catch (MalformedAddressException e) {
            throw new IllegalArgumentException(
                    text + ": must be a domain such as bank.example or *.bank.example: " + e.getMessage(), e);
        }
    }

    /** The levels that the entries name. */
    public Collection<TlsMode> levels() {
        return List.copyOf(modes.values());
    }

    @Override
    public CompletionStage<TlsMode> mode(Domain domain) {
        return CompletableFuture.completedFuture(find(domain));
    }

    private TlsMode find(Domain domain) {
        String name = domain.text();
        TlsMode exact = modes.get(name);
        if (exact != null || domain.isLiteral()) {
            return exact == null ? otherwise : exact;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            TlsMode above = modes.get("*" + name.substring(dot));
            if (above != null) {
                return above;
            }
        }
        return otherwise;
    }
}
