package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import dev.postern.smtp.client.TlsMode;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A policy of entries such as {@code bank.example:required} and {@code *.partner.example:encrypted}. An entry with {@code *.} holds for all names
 * under its domain, but not for the domain; a name counts more than what is above it.
 */
public final class TlsPolicyTable implements TlsPolicy {
    private static final Map<String, TlsMode> LEVELS = Map.of(
            "none", TlsMode.NONE,
            "opportunistic", TlsMode.OPPORTUNISTIC,
            "encrypted", TlsMode.ENCRYPTED,
            "required", TlsMode.REQUIRED);

    private final Map<DomainPattern, TlsMode> entries;
    private final DomainTable<TlsMode> modes = new DomainTable<>();
    private final TlsMode otherwise;

    private TlsPolicyTable(Map<DomainPattern, TlsMode> entries, TlsMode otherwise) {
        this.entries = Map.copyOf(entries);
        entries.forEach(modes::put);
        this.otherwise = otherwise;
    }

    /**
     * Reads the entries.
     *
     * @param otherwise for domains that no entry names; where it is {@link TlsMode#IMPLICIT}, what is required is implicit
     * @throws IllegalArgumentException if one is none, or stands twice; the message says which and what it should be
     */
    public static TlsPolicyTable parse(List<String> entries, TlsMode otherwise) {
        Map<DomainPattern, TlsMode> modes = new HashMap<>();
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
            if (modes.put(DomainPattern.parse(entry.substring(0, colon).strip()), mode) != null) {
                throw new IllegalArgumentException(entry + ": there is another entry for this domain");
            }
        }
        return new TlsPolicyTable(modes, otherwise);
    }

    /** The levels that the entries name. */
    public Collection<TlsMode> levels() {
        return entries.values();
    }

    /** The levels that the entries name for some domain that these patterns mean. */
    public Set<TlsMode> levelsOf(List<DomainPattern> domains) {
        Set<TlsMode> levels = EnumSet.noneOf(TlsMode.class);
        entries.forEach((pattern, level) -> {
            if (domains.stream().anyMatch(pattern::meets)) {
                levels.add(level);
            }
        });
        return levels;
    }

    /** Whether it leaves nothing to what the domain publishes: an entry names it, or the level is other than opportunistic or encrypted. */
    public boolean decides(Domain domain) {
        boolean mayRise = otherwise == TlsMode.OPPORTUNISTIC || otherwise == TlsMode.ENCRYPTED;
        return !mayRise || !modes.of(domain).isEmpty();
    }

    @Override
    public CompletionStage<TlsMode> mode(Domain domain) {
        List<TlsMode> found = modes.of(domain);
        return CompletableFuture.completedFuture(found.isEmpty() ? otherwise : found.get(0));
    }
}
