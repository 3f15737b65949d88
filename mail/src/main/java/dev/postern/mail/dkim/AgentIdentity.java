package dev.postern.mail.dkim;

import dev.postern.mail.signature.MalformedSignatureException;
import dev.postern.mail.signature.SigningDomain;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The user or agent for whom a domain signs (RFC 6376 §3.5, i=).
 *
 * @param localPart which may be empty; a character stands for an octet
 * @param domain the signing domain, or one below it
 */
record AgentIdentity(String localPart, String domain) {
    /**
     * Reads the value of i=.
     *
     * @param text null where it is absent
     * @param signer the signing domain
     * @throws MalformedSignatureException if this is no identity, or none of the domain
     */
    static AgentIdentity of(@Nullable String text, String signer) {
        if (text == null) {
            return new AgentIdentity("", signer);
        }
        String identity = decoded(text);
        int at = identity.lastIndexOf('@');
        if (at < 0) {
            throw new MalformedSignatureException("an identity without a domain");
        }
        String domain = SigningDomain.domain(identity.substring(at + 1));
        // RFC 6376 §6.1.1
        if (!domain.equals(signer) && !domain.endsWith("." + signer)) {
            throw new MalformedSignatureException("an identity of another domain");
        }
        return new AgentIdentity(identity.substring(0, at), domain);
    }

    /** Reads dkim-quoted-printable (RFC 6376 §2.11): white space does not count. */
    private static String decoded(String text) {
        StringBuilder decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=') {
                decoded.append(octet(text, i));
                i += 2;
            } else if (c > ' ') {
                decoded.append(c);
            }
        }
        return decoded.toString();
    }

    private static char octet(String text, int at) {
        int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw new MalformedSignatureException("an identity with an equals sign that escapes nothing");
        }
        return (char) ((high << 4) | low);
    }

    @Override
    public String toString() {
        byte[] octets = localPart.getBytes(StandardCharsets.ISO_8859_1);
        return new String(octets, StandardCharsets.UTF_8) + "@" + domain;
    }
}
