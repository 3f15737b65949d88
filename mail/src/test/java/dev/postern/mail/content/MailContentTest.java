package dev.postern.mail.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.mail.ContentLimitException;
import dev.postern.mail.Message;
import dev.postern.mail.mime.ReadLimits;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailContentTest {
    private static final String USUAL = """
            Subject: =?utf-8?q?Rechnung_f=C3=BCr_M=C3=A4rz?=
            Content-Type: multipart/mixed; boundary=outer

            This is a message in MIME.
            --outer
            Content-Type: multipart/related; boundary="rel"

            --rel
            Content-Type: multipart/alternative; boundary="alt"

            --alt
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe=20
            ahead=
             of it

            --alt
            Content-Type: text/html; charset=iso-8859-1
            Content-Transfer-Encoding: base64

            PGI+R3L8303lPC9iPg==
            --alt--
            --rel
            Content-Type: image/png; name=logo.png
            Content-Disposition: inline
            Content-ID: <logo@example.org>
            Content-Transfer-Encoding: base64

            iVBORw0KGgo=
            --rel--
            --outer
            Content-Type: application/pdf
            Content-Disposition: attachment; filename*0*=UTF-8''Rechnung%20f%C3; filename*1*=%BCr;
             filename*2=" M.pdf"
            Content-Transfer-Encoding: base64

            JVBERi0xLjQK
            --outer
            Content-Type: message/rfc822

            Subject: inner

            --inner
            --outer--
            epilogue
            """;

    private static MailContent content(String lines) throws IOException {
        return MailContent.of(Mails.of(lines));
    }

    private static String octets(AttachedFile file) throws IOException {
        try (InputStream in = file.open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static List<String> names(MailContent content) {
        return content.files().stream().map(AttachedFile::name).toList();
    }

    @Test
    @Rfc("2047#6.2")
    void textHtmlAndFilesOfTheUsualMail() throws IOException {
        MailContent content = content(USUAL);
        assertEquals("Rechnung für März", content.subject());
        assertEquals("Grüße \nahead of it\n", content.text());
        assertEquals("<b>GrüßMå</b>", content.html());
        assertEquals(List.of("logo.png", "Rechnung für M.pdf", "attachment"), names(content));
        AttachedFile logo = content.files().get(0);
        assertEquals(
                "image/png inline logo@example.org",
                logo.contentType() + " " + logo.disposition() + " " + logo.contentId());
        assertEquals("\u0089PNG\r\n\u001a\n", octets(logo));
        assertEquals(12, logo.encodedSize());
        AttachedFile pdf = content.files().get(1);
        assertEquals("%PDF-1.4\n", octets(pdf));
        assertEquals("%PDF-1.4\n", octets(pdf));
        assertNull(pdf.contentId());
        AttachedFile inner = content.files().get(2);
        assertEquals("message/rfc822", inner.contentType());
        assertNull(inner.rawName());
        assertEquals("Subject: inner\r\n\r\n--inner", octets(inner));
    }

    @Test
    void nothingIsDecodedBeforeItIsAskedForAndAllIsGoneWithTheMail() throws IOException {
        int[] opened = {0};
        boolean[] closed = {false};
        Message mail = new Message() {
            private final Message octets = Mails.of(USUAL);

            @Override
            public long size() {
                return octets.size();
            }

            @Override
            public InputStream open() throws IOException {
                if (closed[0]) {
                    throw new IllegalStateException("closed");
                }
                opened[0]++;
                return octets.open();
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        };
        MailContent content = MailContent.of(mail);
        assertEquals(List.of("logo.png", "Rechnung für M.pdf", "attachment"), names(content));
        assertEquals(1, opened[0]);
        mail.close();
        assertThrows(IllegalStateException.class, () -> content.files().get(0).open());
        assertThrows(IllegalStateException.class, content::text);
    }

    @Test
    void aMailWithoutMimeIsText() throws IOException {
        MailContent content = content("Subject: hi\n\nHello\n\nBob\n");
        assertEquals("Hello\n\nBob\n", content.text());
        assertNull(content.html());
        assertEquals(List.of(), content.files());
        assertNull(content("From: a\n\n").subject());
        assertEquals("hi", content("Content-Type: text/plain; name=x.txt\n\nhi").text());
        assertEquals(
                2_000,
                content("Subject: " + "x".repeat(20_000) + "\n\n").subject().length());
        assertEquals("", content("").text());
    }

    @Test
    void textsInARowAreOneTextAndNamedOnesAreFiles() throws IOException {
        MailContent content = content("""
                Content-Type: multipart/mixed; boundary=b

                --b

                before
                --b
                Content-Type: text/plain; name=notes.txt

                notes
                --b
                Content-Disposition: attachment

                attached
                --b
                Content-Type: text/plain

                after
                --b
                Content-Type: text/calendar

                BEGIN:VCALENDAR
                --b--
                """);
        assertEquals("before\nafter", content.text());
        assertEquals(List.of("notes.txt", "attachment", "attachment"), names(content));
    }

    @Test
    @Rfc("2046#5.1.4b")
    void theLastAlternativeIsTheBestAndNoneIsLost() throws IOException {
        MailContent content = content("""
                Content-Type: multipart/alternative; boundary=b

                --b

                poor
                --b
                Content-Type: TEXT/Plain; charset="us-ascii" (as it is)

                better
                --b
                Content-Type: text/html

                <p>
                --b
                Content-Type: text/calendar

                BEGIN:VCALENDAR
                --b--
                """);
        assertEquals("better", content.text());
        assertEquals("<p>", content.html());
        assertEquals(
                List.of("text/plain", "text/calendar"),
                content.files().stream().map(AttachedFile::contentType).toList());
    }

    @Test
    @Rfc("2387#3.2")
    void theRootOfRelatedPartsIsWhereItSays() throws IOException {
        MailContent content = content("""
                Content-Type: multipart/related; boundary=b; start="<root@x>"

                --b
                Content-Type: text/html

                <i>no</i>
                --b
                Content-Type: text/html
                Content-ID: <root@x>

                <i>yes</i>
                --b--
                """);
        assertEquals("<i>yes</i>", content.html());
        assertEquals(1, content.files().size());
    }

    @ParameterizedTest
    @CsvSource({
        "'', gr\u00c3\u00bc\u00c3\u009f, grüß", // UTF-8 that nobody declared
        "'', gr\u00fc\u00df, grüß",
        "us-ascii, gr\u00c3\u00bc\u00c3\u009f, grüß",
        "utf-8, gr\u00fc\u00df, grüß",
        "utf-8, \u00c3\u00bc\u00c3\u009f\u00c3\u00bc\u00ff, üßü\uFFFD", // one broken among whole ones
        "utf-8, \u00ef\u00bb\u00bfmarked, marked",
        "iso-8859-1, \u0080 5, € 5", // which only windows-1252 has
        "x-unknown, gr\u00fc\u00df, grüß",
        "'utf-8 , utf-7', gr\u00c3\u00bc\u00c3\u009f, grüß",
        "../../etc/passwd, plain, plain",
        "koi8-r, \u00c4\u00c1, да",
        "gb2312, \u00c4\u00e3, 你",
    })
    void charsetsAreMended(String label, String octets, String text) throws IOException {
        assertEquals(
                text,
                content("Content-Type: text/plain; charset=\"" + label + "\"\n\n" + octets)
                        .text());
    }

    @ParameterizedTest
    @Rfc({"2231#3", "2231#4b"})
    @CsvSource(
            delimiter = '|',
            value = {
                "filename=a.txt | a.txt",
                "filename=\"../../etc/pass\\\"wd\" | pass_wd",
                "filename=\"=?utf-8?b?w7x4LmV4ZQ==?=\" | üx.exe",
                "filename=\"gr\u00c3\u00bcn.txt\" | grün.txt",
                "filename=\"gr\u00fcn.txt\" | grün.txt",
                "filename*1=b.txt; filename*0=a | ab.txt",
                "filename*0*=UTF-8''a%2F; filename*1*=%2e%2e%2fb | b",
                "filename*999999999999999999999=x; filename*-1=y | y",
                "filename*=UTF-8''%zz%; filename=ok | ok",
                "filename*=nonsense''%e2%82%ac | €",
                "filename*='; filename* ; *=; =x | ''''",
                "filename=\"a.txt | a.txt",
                "filename=one; filename=two | one",
                "filename=\"a\u0001b.txt\" | a b.txt",
                "filename*=UTF-8''invoice%E2%80%AEfdp.exe | invoicefdp.exe",
                "filename*=UTF-8''%0d%0aBcc:%20x | Bcc_ x",
                "filename=\"\" | attachment",
            })
    void namesOfFiles(String parameters, String name) throws IOException {
        MailContent content =
                content("Content-Type: application/x\nContent-Disposition: attachment; " + parameters + "\n\nx");
        assertEquals(List.of(name), names(content));
    }

    @Test
    @Rfc("2045#6.8b")
    void whatIsWrongInAnEncodingIsPassedOver() throws IOException {
        String base64 = "Content-Transfer-Encoding: BASE64 (so it is)\nContent-Type: a/b\n\n";
        assertEquals("abc", octets(content(base64 + "Y!W-J\n\nj==").files().get(0)));
        assertEquals("ab", octets(content(base64 + "YWI=YWJj").files().get(0)).substring(0, 2));
        assertEquals("", octets(content(base64 + "=").files().get(0)));
        String quoted = "Content-Transfer-Encoding: quoted-printable\n\n";
        assertEquals("a=ZZb=", content(quoted + "a=ZZb=").text());
        String unknown = "Content-Transfer-Encoding: x-uuencode\nContent-Type: a/b\n\n";
        assertEquals(
                "begin 644 a\r\n",
                octets(content(unknown + "begin 644 a\n").files().get(0)));
    }

    @Test
    @Rfc("2045#6.4b")
    void aBombIsNoLargerThanItsMailAndNotTakenIntoMemory() throws IOException {
        ReadLimits limits = new ReadLimits(50, 2_000, 1 << 20, 1_000);
        String base64 = "Content-Transfer-Encoding: base64\nContent-Type: %s\n\n" + "QUJD".repeat(400);
        MailContent bomb = MailContent.of(Mails.of(base64.formatted("text/plain")), limits);
        String told = assertThrows(ContentLimitException.class, bomb::text).getMessage();
        assertEquals("its text is larger than 1000 octets", told);
        AttachedFile file = MailContent.of(Mails.of(base64.formatted("application/zip")), limits)
                .files()
                .get(0);
        assertEquals(1_200, octets(file).length());
        assertEquals(1_600, file.encodedSize());
        // base64 in base64 stays in base64 (RFC 2045 §6.4)
        MailContent multipart = content(
                "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\nplain\n--b--\n");
        assertEquals("plain", multipart.text());
    }

    @Test
    @Timeout(20)
    void hostileHeadersTakeNoTimeToSpeakOf() throws IOException {
        for (String value : List.of(
                "a/b; name=\"" + "=?".repeat(1_000) + "\"",
                "a/b; name=\"" + "=?a?q?b?= ".repeat(200) + "\"",
                "a/b; name=\"" + "=?utf-8?q?b?= =?".repeat(120) + "\"",
                "a/b; " + "name*=x''%41;".repeat(150),
                "a/b; " + "name*0*=x''%41; name*1*=%41;".repeat(70),
                "a/b; name*=utf-8''" + "%3D%3F".repeat(300),
                "a/b; name=" + "(".repeat(1_900),
                "a/b; name=\"" + "\\\"".repeat(900) + "\"")) {
            String part = "--b\nContent-Type: " + value + "\n\nx\n";
            MailContent content = content("Content-Type: multipart/mixed; boundary=b\n\n"
                    + part.repeat(1_000_000 / part.length()) + "--b--\n");
            assertEquals(1_000_000 / part.length(), names(content).size());
        }
    }

    @Test
    void encodedWordsAreDecodedWhereTheyAre() throws IOException {
        assertEquals(
                "a äö =?x-none?q?b?= ü =? z",
                content(
                                "Subject: a =?utf-8?q?=C3=A4?=\n =?utf-8*de?B?w7Y=?= =?x-none?q?b?= =?iso-8859-1?Q?=FC?= =? z\n\n")
                        .subject());
    }

    @Test
    void severalTextsShareTheLimit() throws IOException {
        String half = "--b\n\n" + "x".repeat(60) + "\n";
        MailContent content = MailContent.of(
                Mails.of("Content-Type: multipart/mixed; boundary=b\n\n" + half + half + "--b--\n"),
                new ReadLimits(50, 2_000, 1 << 20, 100));
        assertThrows(ContentLimitException.class, content::text);
        assertNull(content.html());
    }

    @Test
    void aStreamThatIsClosedTwiceLendsItsBuffersOnce() throws IOException {
        String quoted = "Content-Type: application/x\nContent-Transfer-Encoding: quoted-printable\n\n";
        AttachedFile first = content(quoted + "a".repeat(5_000)).files().get(0);
        AttachedFile second = content(quoted + "b".repeat(5_000)).files().get(0);
        InputStream closed = first.open();
        closed.close();
        closed.close();
        assertThrows(IOException.class, closed::read);
        try (InputStream one = first.open();
                InputStream other = second.open()) {
            byte[] start = one.readNBytes(1_000);
            other.readNBytes(1_000);
            byte[] rest = one.readAllBytes();
            assertArrayEquals("a".repeat(1_000).getBytes(StandardCharsets.US_ASCII), start);
            assertArrayEquals("a".repeat(4_000).getBytes(StandardCharsets.US_ASCII), rest);
        }
    }
}
