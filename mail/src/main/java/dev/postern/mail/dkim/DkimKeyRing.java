package dev.postern.mail.dkim;

import dev.postern.mail.signature.SignatureAlgorithm;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Keys of domains, of which the newest of each kind is in use: the one of the latest date that has come. Immutable. */
public final class DkimKeyRing implements DkimKeys {
    private final Map<String, List<DkimKey>> keys;

    /** A ring of these keys; of two of the same kind and date the one that stands later is used. */
    public DkimKeyRing(List<DkimKey> keys) {
        this.keys = keys.stream()
                .sorted(Comparator.comparing(DkimKey::notBefore))
                .collect(Collectors.groupingBy(DkimKey::domain, Collectors.toUnmodifiableList()));
    }

    @Override
    public List<DkimKey> keys(String domain, Instant now) {
        Map<SignatureAlgorithm, DkimKey> current = new EnumMap<>(SignatureAlgorithm.class);
        for (DkimKey key : keys.getOrDefault(domain, List.of())) {
            if (!key.notBefore().isAfter(now)) {
                current.put(key.algorithm(), key);
            }
        }
        return List.copyOf(current.values());
    }

    /** How many keys there are, those of later dates included. */
    public int size() {
        return keys.values().stream().mapToInt(List::size).sum();
    }
}
