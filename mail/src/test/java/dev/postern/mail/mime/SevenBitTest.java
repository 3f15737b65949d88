package dev.postern.mail.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Ascii;
import dev.postern.mail.Message;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of messages whose parts are told one by one. A character stands for an octet, a line end for CRLF. */
class SevenBitTest {
    private static Message message(String text) {
        return Message.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Conversion.Refused refused(String text) throws IOException {
        return assertInstanceOf(Conversion.Refused.class, SevenBit.convert(message(text), false));
    }

    private static Message done(Message message, boolean breakSignatures) throws IOException {
        return assertInstanceOf(Conversion.Done.class, SevenBit.convert(message, breakSignatures))
                .message();
    }

    private static String converted(String text, boolean breakSignatures) throws IOException {
        Message converted = done(message(text), breakSignatures);
        String octets = new String(converted.toByteArray(), StandardCharsets.ISO_8859_1);
        assertEquals(converted.size(), octets.length());
        assertTrue(Ascii.holds(octets), octets);
        assertSame(converted, done(converted, false), "a second conversion finds nothing to do");
        try (InputStream in = converted.open()) {
            assertEquals(octets, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        return octets.replace("\r\n", "\n");
    }

    private static String converted(String text) throws IOException {
        return converted(text, false);
    }

    @Test
    @Rfc({"6152#3d", "2045#6.7"})
    void textBecomesQuotedPrintable() throws IOException {
        assertEquals("""
                MIME-Version: 1.0
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: quoted-printable
                Subject: =?x?

                Gr=FC=DFe =3D 1
                tab=09
                blank=20
                end of a long line that is of more than 76 characters and of some more, of =
                which
                .
                """, converted("""
                MIME-Version: 1.0
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: 8bit (as it is)
                Subject: =?x?

                Grüße = 1
                tab\t
                blank\s
                end of a long line that is of more than 76 characters and of some more, of which
                .
                """));
    }

    @Test
    @Rfc("6152#3d")
    void whatIsMostlyNoAsciiBecomesBase64() throws IOException {
        assertEquals("""
                MIME-Version: 1.0
                Content-Type: application/octet-stream
                Content-Transfer-Encoding: base64

                //79/PsNCg==
                """, converted("""
                MIME-Version: 1.0
                Content-Type: application/octet-stream
                Content-Transfer-Encoding: 8bit

                ÿþýüû
                """));
    }

    @Test
    @Rfc({"6152#3d", "2045#6.4", "2046#5.2.1b"})
    void compositesAreConvertedInside() throws IOException {
        assertEquals("""
                Mime-version: 1.0
                Content-Type: multipart/mixed;
                \tboundary="a b"
                Content-Transfer-Encoding: 7bit

                a preamble
                --a b
                Content-Transfer-Encoding: 7bit
                Content-Type: message/rfc822

                Subject: inner
                MIME-Version: 1.0
                Content-Type: multipart/alternative; boundary=a
                Content-Transfer-Encoding: 7bit

                --a
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: quoted-printable

                over =FC=20
                --a  \t
                Content-Transfer-Encoding: base64

                w7w=
                --a--
                an epilogue
                --a b
                Content-Type: text/plain
                Content-Transfer-Encoding: 7bit

                --a
                ascii
                --a b--
                """, converted("""
                Mime-version: 1.0
                Content-Type: multipart/mixed;
                \tboundary="a b"
                Content-Transfer-Encoding: 8bit

                a preamble
                --a b
                Content-Transfer-Encoding: 8Bit
                Content-Type: message/rfc822

                Subject: inner
                MIME-Version: 1.0
                Content-Type: multipart/alternative; boundary=a
                Content-Transfer-Encoding: binary

                --a
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: 8bit

                over ü\s
                --a  \t
                Content-Transfer-Encoding: base64

                w7w=
                --a--
                an epilogue
                --a b
                Content-Type: text/plain
                Content-Transfer-Encoding: 8bit

                --a
                ascii
                --a b--
                """));
    }

    @Test
    @Rfc({"1428#3", "2045#4b"})
    void whatSaysNothingOfItselfIsLabelledAsUnknown() throws IOException {
        assertEquals("""
                Subject: old
                Content-Transfer-Encoding: quoted-printable
                Content-Type: text/plain; charset=unknown-8bit
                MIME-Version: 1.0

                =FCber
                """, converted("""
                Subject: old

                über
                """));
        assertEquals("""
                Content-Type: text/plain;
                 charset=unknown-8bit; format=flowed
                Content-Transfer-Encoding: quoted-printable
                MIME-Version: 1.0

                =FCber
                """, converted("""
                Content-Type: text/plain; format=flowed

                über
                """));
        assertEquals("""
                MIME-Version: 1.0
                Content-Type: text/html
                Content-Transfer-Encoding: quoted-printable

                <meta charset=3Dutf-8>=FC
                """, converted("""
                MIME-Version: 1.0
                Content-Type: text/html

                <meta charset=utf-8>ü
                """));
    }

    @ParameterizedTest
    @CsvSource({
        "'text/plain (all of it)', 'text/plain;\n charset=unknown-8bit (all of it)'",
        "'text/plain;charset*=utf-8''''x', 'text/plain;charset*=utf-8''''x'",
        "'TEXT/PLAIN;', 'TEXT/PLAIN;\n charset=unknown-8bit;'",
        "'text', text",
        "'(first) text/plain', '(first) text/plain'",
        "'text/plain/x', 'text/plain/x'",
    })
    void aFieldThatNamesTheTypeStaysAsItIsButForTheCharset(String before, String after) throws IOException {
        assertEquals(
                "Content-Type: " + after
                        + "\nContent-Transfer-Encoding: quoted-printable\nMIME-Version: 1.0\n\nxx=FC\n",
                converted("Content-Type: " + before + "\n\nxxü\n"));
    }

    @Test
    @Rfc("2045#4b")
    void aMessageInsideGetsItsOwnVersion() throws IOException {
        assertEquals("""
                MIME-Version: 1.0
                Content-Type: multipart/digest; boundary=b

                --b

                Subject: inner
                Content-Transfer-Encoding: quoted-printable
                Content-Type: text/plain; charset=unknown-8bit
                MIME-Version: 1.0

                one =FC
                --b
                Content-Type: text/plain; charset=x
                Content-Transfer-Encoding: quoted-printable

                two =FC
                --b--
                """, converted("""
                MIME-Version: 1.0
                Content-Type: multipart/digest; boundary=b

                --b

                Subject: inner

                one ü
                --b
                Content-Type: text/plain; charset=x

                two ü
                --b--
                """));
    }

    @Test
    @Rfc("6152#3d")
    void whatStandsBesidePartsIsLeftOut() throws IOException {
        assertEquals("""
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: multipart/mixed; boundary=c

                --c

                x
                --c--
                --b--
                """, converted("""
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                Präambel

                --b
                Content-Type: multipart/mixed; boundary=c

                --c

                x
                --c--
                Epilög

                --b--
                Epilög
                """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "Subject: x",
                "Subject: x\n\n",
                "DKIM-Signature: v=1\nContent-Transfer-Encoding: 8bit\n\nx\n",
                "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: 8bit\n\n--b\n\n--b--\n",
                "Content-Type: multipart/mixed\n\nx\n",
                "Content-Type: multipart/mixed; boundary=b\n\nx\n",
                "Content-Type: message/partial\n\nx\n",
                "Content-Transfer-Encoding: x-own\n\nx\n",
                "no field\nContent-Type: text/plain\nContent-Type: text/html\n\nx\n",
                "Content-Transfer-Encoding: base64\nContent-Type: application/pkcs7-mime\n\neHg=\n",
                "Content-Type: message/rfc822",
                "Content-Type: message/rfc822\n\n",
            })
    void whatIsOfSevenBitsStaysTheSame(String text) throws IOException {
        Message message = message(text);
        assertSame(message, done(message, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DKIM-Signature: v=1\n\none ü\n",
                "dkim-signature: v=1\n\none ü\n",
                "Arc-Seal: i=1\n\none ü\n",
                "ARC-Message-Signature: i=1\n\none ü\n",
                "Content-Type: multipart/signed; boundary=b\n\n--b\n\none ü\n--b\n\nsignature\n--b--\n",
                "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/signed; boundary=b\n\n--b\n\none ü\n--b--\n--a--\n",
                "Content-Type: multipart/signed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n\none ü\n--b--\n",
            })
    @Rfc("6152#3e")
    void whatIsSignedIsNotConvertedUnlessAskedTo(String text) throws IOException {
        assertEquals(Conversion.Reason.SIGNED, refused(text).reason());
        assertTrue(converted(text, true).contains("=FC"));
    }

    @Test
    @Rfc("6152#3e")
    void whatStandsBesideASignedPartIsConverted() throws IOException {
        String signed = """
                Content-Type: multipart/signed; boundary=s

                --s
                Content-Transfer-Encoding: 8bit

                ascii
                --s

                signature
                --s--
                """;
        String text = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n--m\n" + signed
                + "--m\nContent-Type: text/plain; charset=x\n\none ü\n--m--\n";
        assertEquals(
                text.replace("charset=x\n", "charset=x\nContent-Transfer-Encoding: quoted-printable\n")
                        .replace("ü", "=FC"),
                converted(text));
        assertTrue(converted(text, true).contains("Encoding: 7bit\n\nascii"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: ü\n\nx\n",
                "Subject: ü",
                "Content-Type: message/rfc822\n\nSubject: ü\n\nx\n",
                "Content-Type: multipart/mixed; boundary=b\n\n--b\nX: ü\n--b--\n"
            })
    void aHeaderIsNotConverted(String text) throws IOException {
        assertEquals(Conversion.Reason.HEADER, refused(text).reason());
    }

    @ParameterizedTest
    @CsvSource({
        "'Content-Type: multipart/mixed\n\none ü\n', a multipart names no boundary",
        "'Content-Type: multipart/mixed; boundary=b\n\none ü\n', a multipart holds none of its boundaries",
        "'Content-Type: multipart/mixed; boundary=b; boundary=c\n\none ü\n', the boundary",
        "'Content-Type: multipart/mixed; boundary*0=b\n\none ü\n', the boundary",
        "'Content-Type: multipart/mixed; boundary=\"\"\n\none ü\n', the boundary",
        "'Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\none ü\n--b--\n', that is encoded",
        "'Content-Type: message/partial; id=x\n\none ü\n', a part of type message",
        "'Content-Type: message/external-body\n\none ü\n', a part of type message",
        "'Content-Type: message/delivery-status\n\none ü\n', a part of type message",
        "'Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\none ü\n', that is encoded",
        "'Content-Transfer-Encoding: quoted-printable\n\none ü\n', that is encoded",
        "'Content-Transfer-Encoding: base64\n\none ü\n', that is encoded",
        "'Content-Transfer-Encoding: x-own\n\none ü\n', an unknown encoding",
        "'Content-Transfer-Encoding: 8bit\nContent-Transfer-Encoding: 7bit\n\none ü\n', more than one field Content-Transfer-Encoding",
        "'Content-Type: text/plain\nX: y\ncontent-type: text/html\n\none ü\n', more than one field Content-Type",
        "'Content-Type: multipart/mixed; boundary=b\n\n--b\nno field\n\none ü\n--b--\n', a line that is no field",
        "'Subject: a\rb\n\none ü\n', NUL, 'or CR or LF'",
    })
    void whatReadersMayTakeInDifferentWaysIsRefused(String text, String why) throws IOException {
        Conversion.Refused refused = refused(text);
        assertEquals(Conversion.Reason.MALFORMED, refused.reason());
        assertTrue(refused.text().contains(why), refused.text());
    }

    @Test
    @Rfc("6532#3.7")
    void aMessageInUtf8MayBeEncoded() throws IOException {
        assertEquals("""
                MIME-Version: 1.0
                Content-Type: message/global
                Content-Transfer-Encoding: quoted-printable

                Subject: =FC

                x
                """, converted("""
                MIME-Version: 1.0
                Content-Type: message/global
                Content-Transfer-Encoding: 8bit

                Subject: ü

                x
                """));
    }

    @Test
    @Rfc("3030#3d")
    void binaryContentIsKeptOctetForOctet() throws IOException {
        String header = "MIME-Version: 1.0\r\nContent-Type: text/x\r\nContent-Transfer-Encoding: ";
        byte[] octets = (header + "binary\r\n\r\na\nb\r\r\nc \rd \0 \r\n" + "x".repeat(1_000) + " \r")
                .getBytes(StandardCharsets.US_ASCII);
        Message converted = done(Message.of(octets), false);
        assertEquals(
                header + "quoted-printable\r\n\r\na=0Ab=0D\r\nc =0Dd =00=20\r\n" + ("x".repeat(75) + "=\r\n").repeat(13)
                        + "x".repeat(25) + " =0D=\r\n",
                new String(converted.toByteArray(), StandardCharsets.US_ASCII));
    }

    @Test
    @Rfc("3030#3d")
    void longLinesAreEncodedWhereTheyAreBinary() throws IOException {
        String line = "x".repeat(999);
        assertTrue(
                converted("Content-Transfer-Encoding: binary\n\n" + line + "\n").contains("xxx=\nxxx"));
        Message declaredAsLines = message("Content-Transfer-Encoding: 8bit\n\n" + line + "\n");
        assertSame(declaredAsLines, done(declaredAsLines, false));
    }

    @Test
    @Rfc("2046#5.1.1b")
    void aSoftLineBreakMakesNoBoundary() throws IOException {
        String part = "Content-Type: text/plain; charset=x\n";
        String text = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + part + "\n"
                + "x".repeat(72) + "ü--b\n--b--\n";
        assertEquals(
                text.replace(part, part + "Content-Transfer-Encoding: quoted-printable\n")
                        .replace("ü--b", "=FC=\n=2D-b"),
                converted(text));
    }

    @Test
    void limitsHold() throws IOException {
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            deep.append("Content-Type: message/rfc822\n\n");
        }
        assertEquals(
                "its parts are nested deeper than 50", refused(deep + "\nü\n").text());
        String many = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nü\n".repeat(10_000) + "--b--\n";
        assertEquals("it has more than 10000 parts", refused(many).text());
        assertTrue(refused("X: y\n".repeat(300_000) + "\nü\n").text().startsWith("a header is larger than"));
        assertTrue(refused("Content-Type: text/plain; " + "x=y;".repeat(1_100) + "\n\none ü\n")
                .text()
                .startsWith("a field Content-Type is longer than"));
    }

    /** Lines that begin like boundaries, of which there are as many as may be. */
    @Test
    @Timeout(20)
    void manyBoundariesCostLittle() throws IOException {
        String same = "-".repeat(68);
        StringBuilder text = new StringBuilder();
        for (int i = 10; i < 58; i++) {
            text.append("Content-Type: multipart/mixed; boundary=\"" + same + i + "\"\n\n--" + same + i + "\n");
        }
        text.append("Content-Type: text/plain; charset=x\n\n");
        text.append(("--" + same + "99\n").repeat(100_000))
                .append("--\n".repeat(1_000_000))
                .append("ü");
        assertTrue(done(message(text.toString()), false).size() > text.length());
    }

    @Test
    void aLargeMailIsNeverInMemory() throws IOException {
        byte[] header = "Content-Type: application/x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        Large message = new Large(header, 100 << 20);
        Message converted = done(message, false);
        assertEquals(
                message.size
                        + "Content-Transfer-Encoding: base64\r\nMIME-Version: 1.0\r\n".length()
                        + Base64Lines.size(message.body)
                        - message.body,
                converted.size());
        long read = 0;
        try (InputStream in = converted.open()) {
            byte[] some = new byte[8192];
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                read += count;
            }
        }
        assertEquals(converted.size(), read);
        converted.close();
        assertTrue(message.closed.get());
    }

    /** A message that rests in no array. */
    private static final class Large implements Message {
        private final byte[] header;
        private final long body;
        private final long size;
        private final AtomicBoolean closed = new AtomicBoolean();

        Large(byte[] header, long body) {
            this.header = header;
            this.body = body;
            this.size = header.length + body;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public InputStream open() {
            return new InputStream() {
                private long position;

                @Override
                public int read() {
                    throw new AssertionError("octets are read one by one");
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    if (position == size) {
                        return -1;
                    }
                    int count = (int) Math.min(length, size - position);
                    for (int i = 0; i < count; i++, position++) {
                        target[offset + i] =
                                position < header.length ? header[(int) position] : (byte) (0x80 | position * 31);
                    }
                    return count;
                }
            };
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    @Test
    @Timeout(20)
    void fieldsThatLookLikeEncodedWordsTakeNoTimeToSpeakOf() throws IOException {
        String part = "--b\r\nContent-Type: a/b; c=\"" + "=?".repeat(1_900) + "\"\r\n\r\nx\r\n";
        String lines = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(2_000) + "--b--\r\n";
        Message message = Message.of((lines + "\u00fc").getBytes(StandardCharsets.ISO_8859_1));
        assertInstanceOf(Conversion.Done.class, SevenBit.convert(message, false));
    }
}
