package dev.postern.mail.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.postern.mail.Message;
import dev.postern.mail.signature.Canonicalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.util.Base64;
import java.util.List;

/** A mail in the files that other programs read. */
public final class PeerMail {
    public static final String MAIL = """
            Received: from a by b;\r
            \tThu, 26 Nov 2026 22:00:01 +0000\r
            From: Susan  <susan@example.org>\r
            To: bob@example.net\r
            Date: Thu, 26 Nov 2026 22:00:00 +0000\r
            Message-ID: <1@example.org>\r
            Subject: A  subject\r
             in two\t lines  \r
            List-Id: <list.example.org>\r
            \r
            A  line \t with   space \r
            \r
            .\r
            \r
            \r
            """;

    private PeerMail() {}

    /** The mail signed by us with both kinds of keys, now. */
    static byte[] signed(Canonicalization header, Canonicalization body) throws IOException {
        DkimSigner signer = new DkimSigner(
                new DkimKeyRing(List.of(TestKeys.rsa(), TestKeys.ed25519())),
                DkimSigningPolicy.STANDARD.withForms(header, body),
                Clock.systemUTC());
        try (Message signed = signer.signed(Message.of(MAIL.getBytes(ISO_8859_1)), TestKeys.DOMAIN)) {
            return signed.toByteArray();
        }
    }

    /** A private key in PEM. */
    public static void writePem(Path file, PrivateKey key) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }
}
