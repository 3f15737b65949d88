package dev.postern.mail.signature;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The hashes of one body that several signatures need, made in one pass: each form is made once, and each hash of it. */
public final class BodyHashes {
    private final Map<Canonicalization, List<BodyHash>> forms = new EnumMap<>(Canonicalization.class);
    private final Map<Wanted, BodyHash> hashes = new HashMap<>();
    private final List<BodyFilter> filters = new ArrayList<>();

    private record Wanted(Canonicalization form, String digest, long limit) {}

    /**
     * The hash that will be made; to be called before the body comes.
     *
     * @param limit how many octets of the canonical form count, {@link BodyHash#ALL} for all
     */
    public BodyHash want(Canonicalization form, SignatureAlgorithm algorithm, long limit) {
        return hashes.computeIfAbsent(new Wanted(form, algorithm.digest(), limit), wanted -> {
            BodyHash hash = new BodyHash(HeaderSignature.digest(algorithm), limit);
            sinks(form).add(hash);
            return hash;
        });
    }

    private List<BodyHash> sinks(Canonicalization form) {
        return forms.computeIfAbsent(form, missing -> {
            List<BodyHash> sinks = new ArrayList<>();
            filters.add(new BodyFilter(form, (octets, from, to) -> {
                for (BodyHash sink : sinks) {
                    sink.take(octets, from, to);
                }
            }));
            return sinks;
        });
    }

    /** Takes the next octets of the body, {@code [from, to)} of the array. */
    void update(byte[] octets, int from, int to) {
        for (BodyFilter filter : filters) {
            filter.update(octets, from, to);
        }
    }

    /** Ends the body: all hashes have their values. */
    void finish() {
        filters.forEach(BodyFilter::finish);
        hashes.values().forEach(BodyHash::finish);
    }
}
