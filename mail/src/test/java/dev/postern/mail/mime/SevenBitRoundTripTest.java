package dev.postern.mail.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Message;
import dev.postern.testkit.Rfc;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of chance, converted, and then decoded by Angus Mail: each part holds the octets that it held before. */
class SevenBitRoundTripTest {
    private static final int MESSAGES = 1_000;

    /** A message and the octets of its parts that have none themselves, in their order. */
    private static final class Built {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private final List<byte[]> leaves = new ArrayList<>();
        private final Random random;
        private final boolean binary;
        private int boundaries;
        private boolean eightBit;

        Built(Random random) {
            this.random = random;
            this.binary = random.nextInt(4) == 0;
            write("Subject: x\r\n");
            if (random.nextBoolean()) {
                write("MIME-Version: 1.0\r\n");
            }
            entity(0);
        }

        private void write(String text) {
            octets.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        private void entity(int depth) {
            int kind = depth > 4 ? 0 : random.nextInt(6);
            if (kind == 4) {
                multipart(depth);
            } else if (kind == 5) {
                write("Content-Type: message/rfc822\r\n" + label() + "\r\nSubject: inner\r\n");
                entity(depth + 1);
            } else {
                leaf(kind);
            }
        }

        private String label() {
            return switch (random.nextInt(3)) {
                case 0 -> "";
                case 1 -> "Content-Transfer-Encoding: 8bit\r\n";
                default -> binary ? "content-transfer-encoding:binary\r\n" : "Content-Transfer-Encoding:\r\n 8BIT\r\n";
            };
        }

        private void multipart(int depth) {
            String boundary = "b" + "-".repeat(random.nextInt(3)) + boundaries++;
            write("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n" + label() + "\r\n");
            if (random.nextInt(4) == 0) {
                write("preamble\r\n");
            }
            for (int count = 1 + random.nextInt(3); count > 0; count--) {
                write("--" + boundary + " ".repeat(random.nextInt(2)) + "\r\n");
                entity(depth + 1);
                write("\r\n");
            }
            write("--" + boundary + "--\r\n" + (random.nextInt(4) == 0 ? "epilogue" : ""));
        }

        private void leaf(int kind) {
            if (kind == 0) {
                write("Content-Type: application/octet-stream\r\n");
            } else if (kind == 1) {
                write("Content-Type: text/plain; charset=utf-8\r\n");
            }
            write(label());
            write("\r\n");
            byte[] content = content();
            leaves.add(content);
            octets.writeBytes(content);
            for (byte octet : content) {
                eightBit |= octet < 0;
            }
        }

        private byte[] content() {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            int rarity = 1 + random.nextInt(40);
            for (int count = random.nextInt(random.nextInt(20) == 0 ? 9_000 : 300); count > 0; count--) {
                int choice = random.nextInt(rarity + 12);
                if (choice == 0) {
                    content.write('\r');
                    content.write('\n');
                } else if (choice < 3) {
                    content.write(choice == 1 ? ' ' : '\t');
                } else if (choice == 3) {
                    content.writeBytes("--b0\r\n".substring(random.nextInt(4)).getBytes(StandardCharsets.US_ASCII));
                } else if (choice == 4) {
                    content.write('=');
                } else if (choice < 7) {
                    content.write(0x80 | random.nextInt(0x80));
                } else if (choice == 7 && binary) {
                    content.write("\r\n\0".charAt(random.nextInt(3)));
                } else {
                    content.write('!' + random.nextInt(0x5e));
                }
            }
            String text = content.toString(StandardCharsets.ISO_8859_1).replace("--b", "--c");
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private static List<byte[]> decoded(byte[] octets) throws MessagingException, IOException {
        List<byte[]> leaves = new ArrayList<>();
        decode(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets)), leaves);
        return leaves;
    }

    private static void decode(Part part, List<byte[]> leaves) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*")) {
            MimeMultipart multipart = (MimeMultipart) part.getContent();
            for (int i = 0; i < multipart.getCount(); i++) {
                BodyPart inner = multipart.getBodyPart(i);
                decode(inner, leaves);
            }
        } else if (part.isMimeType("message/rfc822")) {
            decode((Part) part.getContent(), leaves);
        } else {
            try (InputStream in = part.getInputStream()) {
                leaves.add(in.readAllBytes());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Rfc({"6152#3d", "3030#3d", "2045#6.7"})
    void everyPartHoldsWhatItHeld(long seed) throws Exception {
        int converted = 0;
        for (int i = 0; i < MESSAGES; i++) {
            Random random = new Random(seed * 1_000_000 + i);
            Built built = new Built(random);
            byte[] octets = built.octets.toByteArray();
            Message original = Message.of(octets);
            Conversion.Done done = assertInstanceOf(Conversion.Done.class, SevenBit.convert(original, false));
            byte[] after = done.message().toByteArray();
            String told = "seed " + seed + ", message " + i;
            assertEquals(done.message().size(), after.length, told);
            if (done.message() == original) {
                assertTrue(!built.eightBit, told);
                continue;
            }
            converted++;
            assertSevenBit(after, told);
            assertSame(done.message(), ((Conversion.Done) SevenBit.convert(done.message(), false)).message(), told);
            List<byte[]> leaves = decoded(after);
            assertEquals(built.leaves.size(), leaves.size(), told);
            for (int leaf = 0; leaf < leaves.size(); leaf++) {
                assertArrayEquals(built.leaves.get(leaf), leaves.get(leaf), told + ", leaf " + leaf);
            }
        }
        assertTrue(converted > MESSAGES / 2, "only " + converted + " were converted");
    }

    private static void assertSevenBit(byte[] octets, String told) {
        boolean afterReturn = false;
        for (byte octet : octets) {
            assertTrue(octet > 0 && afterReturn == (octet == '\n'), told);
            afterReturn = octet == '\r';
        }
    }
}
