package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
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

    @Test
    void findsLineFeedsAndNulsAsALookAtEachOctetDoes() {
        Random random = new Random(9);
        byte[] kinds = {'a', (byte) 0x8a, '\r', (byte) 0x80, 0x0b, 0x09, 1, '\n', 0};
        for (int i = 0; i < 50_000; i++) {
            byte[] octets = mixed(random, kinds);
            assertEquals(
                    first(octets, octet -> octet == '\n' || octet == 0),
                    OctetScan.indexOfLineFeedOrNul(octets, 0, octets.length));
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
    void findsControlsAndSpacesAsALookAtEachOctetDoes() {
        Random random = new Random(8);
        byte[] kinds = {'a', 'b', (byte) 0xe9, (byte) 0x7f, ' ', ' ', '\t', '\r', '\n', 0x1f};
        for (int i = 0; i < 50_000; i++) {
            byte[] octets = mixed(random, kinds);
            assertEquals(firstToFold(octets), OctetScan.indexOfControlOrSpaces(octets, 0, octets.length));
            assertEquals(
                    first(octets, octet -> octet < ' ' || octet == 0x7f),
                    OctetScan.indexOfControl(octets, 0, octets.length));
            assertEquals(
                    first(octets, octet -> octet <= ' '), OctetScan.indexOfControlOrSpace(octets, 0, octets.length));
        }
    }

    /** Mostly the first kind, and of the others some or all. */
    private static byte[] mixed(Random random, byte[] kinds) {
        byte[] octets = new byte[random.nextInt(40)];
        int odd = 1 + random.nextInt(kinds.length);
        for (int at = 0; at < octets.length; at++) {
            octets[at] = kinds[random.nextInt(4) == 0 ? random.nextInt(odd) : 0];
        }
        return octets;
    }

    private static int first(byte[] octets, IntPredicate wanted) {
        return IntStream.range(0, octets.length)
                .filter(at -> wanted.test(octets[at] & 0xff))
                .findFirst()
                .orElse(octets.length);
    }

    private static int firstToFold(byte[] octets) {
        for (int i = 0; i < octets.length; i++) {
            boolean inkBehind = i + 1 < octets.length && (octets[i + 1] & 0xff) > ' ';
            if ((octets[i] & 0xff) < ' ' || (octets[i] == ' ' && !inkBehind)) {
                return i;
            }
        }
        return octets.length;
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
