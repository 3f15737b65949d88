package dev.postern.mail.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.KeyPair;
import java.util.Base64;

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
        BodyHashes hashes = new BodyHashes();
        BodyHash body = hashes.want(without.bodyForm(), without.algorithm(), without.bodyLength());
        byte[] octets = mail.substring(end).getBytes(ISO_8859_1);
        hashes.update(octets, 0, octets.length);
        hashes.finish();
        String value = " " + tags + "; bh=" + Base64.getEncoder().encodeToString(body.value()) + "; b=";
        MailHeader header = MailHeader.parse(mail.substring(0, end).getBytes(ISO_8859_1));
        StringBuilder signed = header.canonical(without.signedFields(), without.headerForm(), null);
        HeaderField.of("DKIM-Signature", "DKIM-Signature:" + value).appendTo(signed, without.headerForm());
        byte[] signature = HeaderSignature.sign(
                without.algorithm(), key.getPrivate(), signed.toString().getBytes(ISO_8859_1));
        return "DKIM-Signature:" + value + Base64.getEncoder().encodeToString(signature) + "\r\n" + mail;
    }
}
