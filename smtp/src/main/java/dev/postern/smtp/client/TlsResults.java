package dev.postern.smtp.client;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many connections fared how with TLS, since the client was made. Safe for use by several threads. */
public final class TlsResults {
    private final Map<TlsMode, Map<TlsResult, LongAdder>> counts = new EnumMap<>(TlsMode.class);

    TlsResults() {
        for (TlsMode mode : TlsMode.values()) {
            Map<TlsResult, LongAdder> ofMode = new EnumMap<>(TlsResult.class);
            for (TlsResult result : TlsResult.values()) {
                ofMode.put(result, new LongAdder());
            }
            counts.put(mode, ofMode);
        }
    }

    void count(TlsMode mode, TlsResult result) {
        counter(mode, result).increment();
    }

    /** The connections that were to be protected in this way, and fared so. */
    public long of(TlsMode mode, TlsResult result) {
        return counter(mode, result).sum();
    }

    private LongAdder counter(TlsMode mode, TlsResult result) {
        return counts.getOrDefault(mode, Map.of()).getOrDefault(result, new LongAdder());
    }
}
