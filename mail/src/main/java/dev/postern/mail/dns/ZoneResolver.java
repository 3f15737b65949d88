package dev.postern.mail.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** Answers from a zone in memory, at once: for tests, of ours and of those who use this package. */
public final class ZoneResolver implements Resolver {
    private final Map<Name, List<Record>> zone;
    private final Map<Name, Trouble> troubles;
    private final Set<Name> signed;

    private enum Trouble {
        FAILURE,
        TIMEOUT,
        SILENCE
    }

    private ZoneResolver(Map<Name, List<Record>> zone, Map<Name, Trouble> troubles, Set<Name> signed) {
        this.zone = zone;
        this.troubles = troubles;
        this.signed = signed;
    }

    /**
     * A resolver that knows just these records.
     *
     * @param zone in the form of a master file (RFC 1035 §5) without $INCLUDE; names without a final dot are absolute too, and a record that
     *     says no TTL has an hour
     * @throws IllegalArgumentException if it can't be read; the message names the line
     */
    public static ZoneResolver of(String zone) {
        return builder().zone(zone).build();
    }

    /** Starts a resolver that knows nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
        Name asked = DnsName.parse(name).orElse(null);
        if (asked == null) {
            return CompletableFuture.completedFuture(Answer.noSuchName(Duration.ZERO, false));
        }
        Name current = asked;
        long ttl = Integer.MAX_VALUE;
        boolean authenticated = true;
        for (int aliases = 0; aliases <= Lookup.MAX_ALIASES; aliases++) {
            Trouble trouble = troubles.get(current);
            if (trouble != null) {
                return troubled(trouble);
            }
            authenticated &= isSigned(current);
            List<Record> records = records(current, type.code());
            for (Record record : records) {
                ttl = Math.min(ttl, record.getTTL());
            }
            if (!records.isEmpty()) {
                return CompletableFuture.completedFuture(Answer.found(
                        records.stream().map(type::read).toList(), Duration.ofSeconds(ttl), authenticated));
            }
            List<Record> alias = records(current, Type.CNAME);
            if (alias.isEmpty()) {
                return CompletableFuture.completedFuture(nothing(current, ttl, authenticated));
            }
            ttl = Math.min(ttl, alias.get(0).getTTL());
            current = ((CNAMERecord) alias.get(0)).getTarget();
        }
        return CompletableFuture.completedFuture(Answer.failed("too many aliases", Duration.ZERO));
    }

    private boolean isSigned(Name name) {
        return signed.stream().anyMatch(name::subdomain);
    }

    private List<Record> records(Name name, int type) {
        return zone.getOrDefault(name, List.of()).stream()
                .filter(record -> record.getType() == type)
                .toList();
    }

    private <T> Answer<T> nothing(Name name, long ttl, boolean authenticated) {
        Duration keep = Duration.ofSeconds(Math.min(ttl, negativeTtl(name)));
        boolean exists =
                zone.keySet().stream().anyMatch(known -> known.subdomain(name)); // RFC 8020 §2: also what is above
        return exists ? Answer.noData(keep, authenticated) : Answer.noSuchName(keep, authenticated);
    }

    private long negativeTtl(Name name) {
        return zone.values().stream()
                .flatMap(List::stream)
                .filter(record -> record instanceof SOARecord && name.subdomain(record.getName()))
                .map(SOARecord.class::cast)
                .mapToLong(soa -> Math.min(soa.getTTL(), soa.getMinimum()))
                .findFirst()
                .orElse(0);
    }

    private static <T> CompletionStage<Answer<T>> troubled(Trouble trouble) {
        return switch (trouble) {
            case FAILURE -> CompletableFuture.completedFuture(Answer.failed("SERVFAIL", Duration.ZERO));
            case TIMEOUT -> CompletableFuture.completedFuture(Answer.timedOut("no answer in time", Duration.ZERO));
            case SILENCE -> new CompletableFuture<>();
        };
    }

    /** Collects what a resolver knows. */
    public static final class Builder {
        private static final long DEFAULT_TTL = 3_600;

        private final Map<Name, List<Record>> zone = new HashMap<>();
        private final Map<Name, Trouble> troubles = new HashMap<>();
        private final Set<Name> signed = new HashSet<>();

        private Builder() {}

        /**
         * Adds records.
         *
         * @param text as in {@link ZoneResolver#of}
         * @throws IllegalArgumentException if it can't be read; the message names the line
         */
        public Builder zone(String text) {
            byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
            try (Master master = new Master(new ByteArrayInputStream(octets), Name.root, DEFAULT_TTL)) {
                master.disableIncludes(true);
                for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                    zone.computeIfAbsent(record.getName(), name -> new ArrayList<>())
                            .add(record);
                }
            } catch (IOException | RuntimeException e) { // of dnsjava's reader, which some texts throw off its feet
                throw new IllegalArgumentException("this is not a zone: " + e.getMessage(), e);
            }
            return this;
        }

        /** Answers every question about this name with a failure. */
        public Builder failing(String name) {
            return trouble(name, Trouble.FAILURE);
        }

        /** Answers every question about this name with a timeout, at once. */
        public Builder timingOut(String name) {
            return trouble(name, Trouble.TIMEOUT);
        }

        /** Never answers a question about this name: for tests of the asker's own deadline. */
        public Builder silent(String name) {
            return trouble(name, Trouble.SILENCE);
        }

        /** Says of every answer that its signatures are verified. */
        public Builder authenticated() {
            signed.add(Name.root);
            return this;
        }

        /** Says the same of what it answers about this name and those below it; an alias that leads out of them is not verified. */
        public Builder signed(String name) {
            signed.add(parsed(name));
            return this;
        }

        /** The resolver, which later calls of this builder do not change. */
        public ZoneResolver build() {
            Map<Name, List<Record>> records = new HashMap<>();
            zone.forEach((name, known) -> records.put(name, List.copyOf(known)));
            return new ZoneResolver(Map.copyOf(records), Map.copyOf(troubles), Set.copyOf(signed));
        }

        private Builder trouble(String name, Trouble trouble) {
            troubles.put(parsed(name), trouble);
            return this;
        }

        private static Name parsed(String name) {
            return DnsName.parse(name).orElseThrow(() -> new IllegalArgumentException("not a name: " + name));
        }
    }
}
