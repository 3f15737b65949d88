package dev.postern.mail.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.mime.Cut;
import dev.postern.mail.mime.ReadLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MailOutlineTest {
    private static MailOutline read(String lines) throws IOException {
        return MailOutline.of(Mails.of(lines), ReadLimits.STANDARD);
    }

    private static List<String> rows(MailOutline mail) {
        return mail.parts().stream()
                .map(part -> part.path() + " " + part.part().type() + " "
                        + part.role().name())
                .toList();
    }

    private static String content(OutlinedPart part) throws IOException {
        try (var in = part.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void partsAreCountedAsImapCountsThem() throws Exception {
        MailOutline mail = read("""
                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: multipart/alternative; boundary=b

                --b

                Hi
                --b
                Content-Type: text/html; charset=utf-8

                <p>Hi</p>
                --b--
                --a
                Content-Type: application/pdf; name="x.pdf"
                Content-Transfer-Encoding: base64

                SGVsbG8=
                --a
                Content-Type: message/rfc822

                Subject: inner
                Content-Type: multipart/mixed; boundary=c

                --c

                one
                --c
                Content-Type: message/rfc822

                Subject: innermost

                two
                --c--
                --a--
                """);
        assertEquals(
                List.of(
                        "TEXT multipart/mixed MULTIPART",
                        "1 multipart/alternative MULTIPART",
                        "1.1 text/plain TEXT",
                        "1.2 text/html TEXT",
                        "2 application/pdf FILE",
                        "3 message/rfc822 MESSAGE",
                        "3.TEXT multipart/mixed MULTIPART",
                        "3.1 text/plain NESTED",
                        "3.2 message/rfc822 NESTED",
                        "3.2.1 text/plain NESTED"),
                rows(mail));
        assertEquals("Hi", mail.text());
        assertEquals("<p>Hi</p>", mail.html());
        assertEquals("x.pdf", mail.parts().get(4).fileName());
        assertEquals("Hello", content(mail.parts().get(4)));
        assertEquals("one", content(mail.parts().get(7)));
        assertEquals("two", content(mail.parts().get(9)));
        assertEquals(Set.of(), mail.cuts());
    }

    @Test
    void theHeaderIsAllThereInItsOrder() throws Exception {
        MailOutline mail = read("""
                Received: from a
                 by b
                From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>, "Lee, Ann" <ann@example.net>
                this line is no field
                To: team: bob@example.net, broken@@example;, cy@example.net;
                Cc: cy@example.net
                Date: Fri, 27 Nov 2026 10:00:00 +0100
                Message-ID: <1@example.org>
                References: <a@example.org>
                 <b@example.org> junk
                In-Reply-To: <b@example.org>
                Subject: Gr\u00fc\u00dfe

                x
                """);
        MailHeader header = mail.header();
        assertEquals(9, header.fields().size());
        assertEquals(" from a\r\n by b", header.fields().get(0).raw());
        assertEquals("from a by b", header.fields().get(0).decoded());
        assertEquals("Jürgen", header.addresses("from").get(0).name());
        assertEquals(
                "ann@example.net", header.addresses("From").get(1).address().toString());
        assertEquals(1, header.addresses("cc").size());
        assertEquals(List.of("a@example.org", "b@example.org"), header.ids("References"));
        assertEquals(Instant.parse("2026-11-27T09:00:00Z"), header.date());
        assertEquals("Grüße", header.value("subject"));
        assertNull(header.value("Sender"));
    }

    @Test
    void aThousandPartsInEachOtherAreReadAsDeepAsTheLimit() throws Exception {
        StringBuilder lines = new StringBuilder("Subject: deep\n");
        for (int i = 0; i < 1_000; i++) {
            lines.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        MailOutline mail = read(lines + "\ninnermost\n");
        assertEquals(Set.of(Cut.DEPTH), mail.cuts());
        assertEquals(ReadLimits.STANDARD.depth(), mail.parts().size());
        assertEquals("deep", mail.header().value("Subject"));
    }

    @Test
    void aThousandMailsInEachOtherToo() throws Exception {
        MailOutline mail = read("Subject: deep\nContent-Type: message/rfc822\n\n".repeat(1_000) + "x\n");
        assertEquals(Set.of(Cut.DEPTH), mail.cuts());
        assertTrue(mail.parts().size() <= ReadLimits.STANDARD.depth(), rows(mail)::toString);
    }

    @Test
    void moreThanEnoughPartsAreCutOff() throws Exception {
        MailOutline mail = read("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(3_000));
        assertEquals(Set.of(Cut.PARTS), mail.cuts());
        assertEquals(ReadLimits.STANDARD.parts(), mail.parts().size());
        assertNotNull(mail.text());
    }

    @Test
    void aHeaderOfFiftyMegabytesIsReadUpToItsLimit() throws Exception {
        MailOutline mail = read("Subject: x\n" + ("X-Long: " + "y".repeat(900) + "\n").repeat(55_000) + "\nHi\n");
        assertEquals(Set.of(Cut.HEADER), mail.cuts());
        assertEquals("x", mail.header().value("Subject"));
        assertEquals("Hi\n", mail.text());
    }

    @Test
    void oneFieldOfFiftyMegabytesToo() throws Exception {
        MailOutline mail = read("Subject: x\nTo: " + "y@example.org,".repeat(3_600_000) + "\n\nHi\n");
        assertEquals(Set.of(Cut.HEADER), mail.cuts());
        assertEquals("x", mail.header().value("Subject"));
        assertEquals(List.of(), mail.header().addresses("To"));
        assertEquals("Hi\n", mail.text());
    }

    @Test
    void aLongTextIsCutOff() throws Exception {
        ReadLimits small = new ReadLimits(10, 10, 10_000, 10);
        MailOutline mail = MailOutline.of(Mails.of("\n0123456789abc"), small);
        assertEquals("0123456789", mail.text());
        assertEquals(Set.of(Cut.TEXT), mail.cuts());
    }

    @Test
    void whatIsBrokenIsReadAsFarAsItCanBe() throws Exception {
        MailOutline base64 = read("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSGk=!*?SGk\n");
        assertTrue(String.valueOf(base64.text()).startsWith("Hi"), base64.text());
        MailOutline noBoundary = read("Content-Type: multipart/mixed\n\n--x\n\nHi\n");
        assertEquals(List.of("1 multipart/mixed FILE"), rows(noBoundary));
        MailOutline neverSeen = read("Content-Type: multipart/mixed; boundary=gone\n\nHi\n");
        assertEquals(List.of("1 multipart/mixed FILE"), rows(neverSeen));
        MailOutline eightBit = read("Subject: na\u00efve\nContent-Type: text/plain; charset=no-such\n\ncaf\u00e9\n");
        assertEquals("naïve", eightBit.header().value("Subject"));
        assertEquals("café\n", eightBit.text());
        MailOutline empty = read("");
        assertEquals(List.of("1 text/plain TEXT"), rows(empty));
        assertEquals("", empty.text());
        assertFalse(empty.header().fields().iterator().hasNext());
    }

    @Test
    void encryptedAndSignedMailsAreTheirParts() throws Exception {
        MailOutline encrypted = read("""
                Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=e

                --e
                Content-Type: application/pgp-encrypted

                Version: 1
                --e
                Content-Type: application/octet-stream

                -----BEGIN PGP MESSAGE-----
                --e--
                """);
        assertEquals(
                List.of(
                        "TEXT multipart/encrypted MULTIPART",
                        "1 application/pgp-encrypted FILE",
                        "2 application/octet-stream FILE"),
                rows(encrypted));
        assertNull(encrypted.text());
        MailOutline signed = read("""
                Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=s

                --s

                Signed
                --s
                Content-Type: application/pkcs7-signature; name=smime.p7s
                Content-Transfer-Encoding: base64

                MIIB
                --s--
                """);
        assertEquals("Signed", signed.text());
        assertEquals("2 application/pkcs7-signature FILE", rows(signed).get(2));
    }

    @Test
    void aMailInAMailThatIsEncodedIsDecodedFirst() throws Exception {
        MailOutline mail = read("""
                Content-Type: message/global
                Content-Transfer-Encoding: base64

                U3ViamVjdDogaW5uZXINCg0KSGkNCg==
                """);
        assertEquals(List.of("1 message/global MESSAGE", "1.1 text/plain NESTED"), rows(mail));
        assertEquals("Hi\r\n", content(mail.parts().get(1)));
    }
}
