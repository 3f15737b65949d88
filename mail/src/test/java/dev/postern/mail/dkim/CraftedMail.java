package dev.postern.mail.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.postern.mail.signature.BodyHash;
import dev.postern.mail.signature.BodyHashes;
import dev.postern.mail.signature.HeaderField;
import dev.postern.mail.signature.HeaderSignature;
import dev.postern.mail.signature.MailHeader;
import dev.postern.mail.signature.MailPass;
import dev.postern.mail.signature.SignedText;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Mails with signatures that our own signer would not make; a character stands for an octet. */
final class CraftedMail {
    static final String MAIL = """
            From: Susan <susan@example.org>\r
            To: bob@example.net\r
            Subject: Lunch\r
            \r
            At noon?\r
            """;

    private CraftedMail() {}

    /** {@link #MAIL} signed by the RSA key of example.org, with more tags than it needs. */
    static String signed(String moreTags) {
        String tags = "v=1; a=rsa-sha256; d=example.org; s=rsa; h=from:to:subject";
        return signed(moreTags.isEmpty() ? tags : tags + "; " + moreTags, MAIL, TestKeys.RSA);
    }

    /** A mail with a valid signature of these tags at its top, to which bh= and b= are added. */
    static String signed(String tags, String mail, KeyPair key) {
        int end = mail.indexOf("\r\n\r\n") + 4;
        DkimSignature without = DkimSignature.parse(tags + "; bh=; b=");
        byte[] hash = bodyHash(without, mail);
        String value = " " + tags + "; bh=" + Base64.getEncoder().encodeToString(hash) + "; b=";
        MailHeader header = MailHeader.parse(mail.substring(0, end).getBytes(ISO_8859_1));
        SignedText signed = header.canonical(without.signedFields(), without.headerForm())
                .last(HeaderField.of("DKIM-Signature", "DKIM-Signature:" + value), without.headerForm());
        byte[] signature = HeaderSignature.sign(without.algorithm(), key.getPrivate(), signed.view());
        return "DKIM-Signature:" + value + Base64.getEncoder().encodeToString(signature) + "\r\n" + mail;
    }

    private static byte[] bodyHash(DkimSignature signature, String mail) {
        List<BodyHash> wanted = new ArrayList<>();
        MailPass pass = new MailPass(1 << 20, List.of(new MailPass.Listener() {
            @Override
            public void onHeader(MailHeader header, BodyHashes bodies) {
                wanted.add(bodies.want(signature.bodyForm(), signature.algorithm(), signature.bodyLength()));
            }

            @Override
            public void onUnreadable(String reason) {
                throw new IllegalArgumentException(reason);
            }
        }));
        pass.update(ByteBuffer.wrap(mail.getBytes(ISO_8859_1)));
        pass.finish();
        return wanted.get(0).value();
    }
}
