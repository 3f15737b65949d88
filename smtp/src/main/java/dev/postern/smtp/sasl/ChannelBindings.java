package dev.postern.smtp.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What ties a login to the TLS connection on which it happens (RFC 5056), by the type's name. */
public final class ChannelBindings {
    /** No TLS, or nothing that can be bound to. */
    public static final ChannelBindings NONE = new ChannelBindings(Map.of());

    /** The only type that we have (RFC 5929 §4). */
    public static final String SERVER_END_POINT = "tls-server-end-point";

    private static final Pattern HASH = Pattern.compile("(MD5|SHA-?1|SHA-?(?:224|256|384|512))with.*");

    private final Map<String, byte[]> data;

    private ChannelBindings(Map<String, byte[]> data) {
        this.data = data;
    }

    /**
     * The binding tls-server-end-point of the certificate that a server shows (RFC 5929 §4.1); none if the hash of its signature is
     * not known.
     */
    public static ChannelBindings ofServer(X509Certificate certificate) {
        String hash = hashOf(certificate.getSigAlgName());
        if (hash == null) {
            return NONE;
        }
        try {
            byte[] digest = MessageDigest.getInstance(hash).digest(certificate.getEncoded());
            return new ChannelBindings(Map.of(SERVER_END_POINT, digest));
        } catch (GeneralSecurityException e) {
            return NONE;
        }
    }

    /** Whether there is nothing to bind to. */
    public boolean isEmpty() {
        return data.isEmpty();
    }

    /** What is bound to by this type, or null where we don't have it. */
    public byte @Nullable [] of(String type) {
        return data.get(type);
    }

    // RFC 5929 §4.1: the hash of the signature, but SHA-256 for MD5 and SHA-1
    private static @Nullable String hashOf(String signature) {
        Matcher matcher = HASH.matcher(signature);
        if (!matcher.matches()) {
            return null;
        }
        String name = matcher.group(1).replace("-", "").toUpperCase(Locale.ROOT);
        return name.equals("MD5") || name.equals("SHA1") ? "SHA-256" : "SHA-" + name.substring(3);
    }
}
