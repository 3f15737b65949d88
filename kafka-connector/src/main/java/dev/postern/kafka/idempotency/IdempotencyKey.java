package dev.postern.kafka.idempotency;

import dev.postern.kafka.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What names a mail, as a digest of 128 bits: keys may be long, and may hold what is nobody's business. */
public record IdempotencyKey(long high, long low) {
    private static final HexFormat HEX = HexFormat.of();

    /** @param kind keeps keys of different origin apart */
    static IdempotencyKey of(KeySource kind, String text) {
        byte[] octets = (kind.name() + ' ' + text).getBytes(StandardCharsets.UTF_8);
        return of(ByteBuffer.wrap(Sha256.digest().digest(octets)));
    }

    private static IdempotencyKey of(ByteBuffer octets) {
        return new IdempotencyKey(octets.getLong(), octets.getLong());
    }

    /**
     * The key of such a text.
     *
     * @throws IllegalArgumentException if it is not 32 hexadecimal digits
     */
    static IdempotencyKey parse(String text) {
        byte[] octets = HEX.parseHex(text);
        if (octets.length != 2 * Long.BYTES) {
            throw new IllegalArgumentException("not 32 hexadecimal digits");
        }
        return of(ByteBuffer.wrap(octets));
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }
}
