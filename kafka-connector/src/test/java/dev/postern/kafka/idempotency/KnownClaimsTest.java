package dev.postern.kafka.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownClaimsTest {
    private static final IdempotencyKey KEY = key("a");
    private static final Claim FIRST = new Claim("orders-0@1", 5_000);
    private static final Claim SECOND = new Claim("orders-1@7", 5_999);

    private final KnownClaims claims = new KnownClaims(Duration.ofSeconds(1), 3);

    private static IdempotencyKey key(String text) {
        return IdempotencyKey.of(KeySource.HEADER, text);
    }

    @Test
    void theFirstClaimOfAKeyCounts() {
        assertEquals(Optional.empty(), claims.find(KEY, 5_000));
        assertEquals(FIRST, claims.note(KEY, FIRST));
        assertEquals(FIRST, claims.note(KEY, SECOND));
        assertEquals(Optional.of(FIRST), claims.find(KEY, 5_999));
        assertEquals(Optional.empty(), claims.find(key("b"), 5_999));
    }

    @Test
    void aClaimExpires() {
        claims.note(KEY, FIRST);
        assertEquals(Optional.empty(), claims.find(KEY, 6_000));
        Claim later = new Claim("orders-0@9", 6_000);
        assertEquals(later, claims.note(KEY, later));
        assertEquals(Optional.of(later), claims.find(KEY, 6_999));
    }

    @Test
    void whatHasExpiredTakesNoMemory() {
        claims.note(KEY, FIRST);
        claims.note(key("b"), SECOND);
        claims.note(key("c"), new Claim("orders-0@3", 6_500));
        assertEquals(2, claims.size());
        claims.note(key("d"), new Claim("orders-0@4", 60_000));
        assertEquals(1, claims.size());
    }

    @Test
    void beyondTheLimitTheOldestIsForgotten() {
        claims.note(key("b"), FIRST);
        claims.note(key("c"), FIRST);
        claims.note(KEY, FIRST);
        claims.note(key("d"), SECOND);
        assertEquals(3, claims.size());
        assertEquals(Optional.empty(), claims.find(key("b"), 5_999));
        assertEquals(Optional.of(SECOND), claims.find(key("d"), 5_999));
    }
}
