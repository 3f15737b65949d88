package dev.postern.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OctetsTest {
    @Test
    void findsEachOfTheThreeAmongAllOctetsAtEachOffset() {
        for (int octet = 0; octet < 256; octet++) {
            for (int at = 0; at < 24; at++) {
                byte[] bytes = "abcdefghijklmnopqrstuvwx".getBytes(StandardCharsets.US_ASCII);
                bytes[at] = (byte) octet;
                boolean special = octet == '\r' || octet == '\n' || octet == 0;
                ByteBuf in = Unpooled.wrappedBuffer(bytes);
                assertEquals(special ? at : -1, Octets.indexOfLineBreakOrNul(in, 0, 24), octet + " at " + at);
                assertEquals(special && at >= 3 && at < 21 ? at : -1, Octets.indexOfLineBreakOrNul(in, 3, 21));
            }
        }
    }

    @Test
    void findsTheFirstInRandomOctets() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] bytes = new byte[300];
        for (int round = 0; round < 2000; round++) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) random.nextInt(random.nextInt(64) == 0 ? 16 : 256);
            }
            int from = random.nextInt(bytes.length);
            int expected = -1;
            for (int i = from; i < bytes.length && expected < 0; i++) {
                if (bytes[i] == '\r' || bytes[i] == '\n' || bytes[i] == 0) {
                    expected = i;
                }
            }
            ByteBuf in = Unpooled.wrappedBuffer(bytes);
            assertEquals(expected, Octets.indexOfLineBreakOrNul(in, from, bytes.length), "seed " + seed);
        }
    }
}
