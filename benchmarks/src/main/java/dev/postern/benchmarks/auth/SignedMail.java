package dev.postern.benchmarks.auth;

import dev.postern.mail.Message;
import dev.postern.mail.dkim.DkimKey;
import dev.postern.mail.dkim.DkimKeyRing;
import dev.postern.mail.dkim.DkimSigner;
import dev.postern.mail.dkim.DkimSigningPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** A mail of some size that is signed with RSA of 2,048 bits in the forms that most signers use, and the other half of its key. */
final class SignedMail {
    static final String DOMAIN = "example.org";
    static final String SELECTOR = "bench";

    private static final int KEY_BITS = 2_048;
    private static final int COLUMNS = 72;
    private static final int LONGEST_WORD = 9;
    private static final String HEADER = String.join(
            "\r\n",
            "Received: from mta.example.org (mta.example.org [192.0.2.1])",
            "\tby mx.example.net with ESMTPS id 01JDNQ5X; Fri, 27 Nov 2026 06:00:00 +0000",
            "From: Susan Calvin <susan@example.org>",
            "To: Powell <powell@example.net>, Donovan <donovan@example.net>",
            "Subject: Minutes of the meeting on the third law",
            "Date: Fri, 27 Nov 2026 05:59:58 +0000",
            "Message-ID: <20261127055958.4711@example.org>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 7bit",
            "",
            "");

    private final byte[] octets;
    private final PublicKey key;
    private final byte[] signedText;
    private final byte[] signature;

    private SignedMail(byte[] octets, PublicKey key, byte[] signedText, byte[] signature) {
        this.octets = octets;
        this.key = key;
        this.signedText = signedText;
        this.signature = signature;
    }

    /** @param size about how many octets the mail has */
    static SignedMail ofSize(int size) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        KeyPair pair = generator.generateKeyPair();
        DkimKey key = new DkimKey(DOMAIN, SELECTOR, pair.getPrivate(), Instant.EPOCH);
        DkimSigner signer =
                new DkimSigner(new DkimKeyRing(List.of(key)), DkimSigningPolicy.STANDARD, Clock.systemUTC());
        byte[] octets = octets(signer, HEADER + text(size - HEADER.length()));
        byte[] header = HEADER.getBytes(StandardCharsets.US_ASCII);
        return new SignedMail(octets, pair.getPublic(), header, key.sign(ByteBuffer.wrap(header)));
    }

    private static byte[] octets(DkimSigner signer, String unsigned) throws IOException {
        Message message = Message.of(unsigned.getBytes(StandardCharsets.US_ASCII));
        try (Message signed = signer.signed(message, DOMAIN);
                InputStream in = signed.open()) {
            return in.readAllBytes();
        }
    }

    /** Words and lines as people write them, the same ones each time. */
    private static String text(int size) {
        Random random = new Random(size);
        StringBuilder text = new StringBuilder(size + COLUMNS);
        for (int column = 0; text.length() < size; ) {
            int word = 1 + random.nextInt(LONGEST_WORD);
            for (int i = 0; i < word; i++) {
                text.append((char) ('a' + random.nextInt('z' - 'a' + 1)));
            }
            column += word + 1;
            text.append(column > COLUMNS ? "\r\n" : " ");
            column = column > COLUMNS ? 0 : column;
        }
        return text.append("\r\n").toString();
    }

    /** The mail as it travels; not a copy. */
    byte[] octets() {
        return octets;
    }

    /** What DNS says of the key. */
    String keyRecord() {
        return "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** Verifies a text as long as a header with the same key, and does nothing else. */
    boolean verifiesBareSignature() throws GeneralSecurityException {
        Signature engine = Signature.getInstance("SHA256withRSA");
        engine.initVerify(key);
        engine.update(signedText);
        return engine.verify(signature);
    }
}
