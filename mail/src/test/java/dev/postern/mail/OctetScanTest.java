package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OctetScanTest {
    @Test
    void findsEveryLineBreakAndNulAtEveryPlace() {
        for (byte found : new byte[] {'\r', '\n', 0}) {
            for (int length = 1; length < 40; length++) {
                for (int at = 0; at < length; at++) {
                    byte[] octets = new byte[length];
                    Arrays.fill(octets, (byte) '\t'); // below CR, and none of them
                    octets[at] = found;
                    assertEquals(at, OctetScan.indexOfLineBreakOrNul(octets, 0, length));
                    assertEquals(at, OctetScan.indexOfLineBreakOrNul(octets, at, length));
                    assertEquals(length, OctetScan.indexOfLineBreakOrNul(octets, at + 1, length));
                    assertEquals(at, OctetScan.indexOfLineBreakOrNul(octets, 0, at));
                }
            }
        }
    }

    @Test
    void comesToWhatALookAtEachOctetDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[random.nextInt(64)];
            random.nextBytes(octets);
            assertEquals(firstBreak(octets), OctetScan.indexOfLineBreakOrNul(octets, 0, octets.length));
        }
    }

    private static int firstBreak(byte[] octets) {
        int i = 0;
        while (i < octets.length && octets[i] != '\r' && octets[i] != '\n' && octets[i] != 0) {
            i++;
        }
        return i;
    }

    @Test
    void tellsAsciiByEachOctet() {
        for (int length = 0; length < 40; length++) {
            byte[] octets = new byte[length];
            Arrays.fill(octets, (byte) 0x7f);
            assertEquals(true, OctetScan.isAscii(octets));
            for (int at = 0; at < length; at++) {
                octets[at] = (byte) 0x80;
                assertEquals(false, OctetScan.isAscii(octets));
                octets[at] = 0x7f;
            }
        }
    }
}
