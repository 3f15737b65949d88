package dev.postern.mail.dkim;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.mail.signature.MalformedSignatureException;
import dev.postern.mail.signature.PublicKeys;
import dev.postern.mail.signature.SignatureAlgorithm;
import dev.postern.mail.signature.TagList;
import dev.postern.mail.signature.VerifyingKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a domain publishes of one of its keys (RFC 6376 §3.6.1). */
public final class DkimRecord {
    static final String VERSION = "DKIM1";

    /** Several times what the largest key needs. */
    private static final int MAX_LENGTH = 16 << 10;

    private static final int RFC_8301_BITS = 1_024;

    /** Most mail is signed with few keys, and reading one takes as long as all but the signature. Bounded in characters. */
    private static final Cache<String, DkimRecord> SEEN_LATELY = Caffeine.newBuilder()
            .maximumWeight(4 << 20)
            .weigher((String text, DkimRecord record) -> text.length())
            .executor(Runnable::run)
            .build();

    private final @Nullable List<String> hashes;
    private final String keyType;
    private final byte[] key;
    private final List<String> services;
    private final List<String> flags;
    private final @Nullable String granularity;
    private volatile @Nullable VerifyingKey verifyingKey;

    private DkimRecord(TagList tags) {
        String version = tags.value("v");
        // RFC 6376 §3.6.1: the first tag, if it is there
        if (version != null && !(version.equals(VERSION) && tags.isFirst("v"))) {
            throw new MalformedSignatureException("a version that is not known");
        }
        this.hashes = tags.words("h");
        String type = tags.value("k");
        this.keyType = type == null ? "rsa" : type.toLowerCase(Locale.ROOT);
        this.key = tags.octets("p");
        List<String> all = tags.words("s");
        this.services = all == null ? List.of("*") : all;
        List<String> said = tags.words("t");
        this.flags = said == null ? List.of() : said;
        this.granularity = tags.value("g");
    }

    /**
     * Reads the text of a TXT record.
     *
     * @param text its strings joined; a character stands for an octet
     * @throws MalformedSignatureException if it is none of these, or longer than 16 KiB
     */
    public static DkimRecord parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedSignatureException("a key record of more than " + MAX_LENGTH + " octets");
        }
        return SEEN_LATELY.get(text, unseen -> new DkimRecord(TagList.parse(unseen)));
    }

    /** The kind of key, {@code rsa} or {@code ed25519} of those that are known. */
    public String keyType() {
        return keyType;
    }

    /** Whether the domain has withdrawn the key. */
    public boolean isRevoked() {
        return key.length == 0;
    }

    /** Whether the domain only tries DKIM: a signature that fails means what none means. */
    public boolean isTesting() {
        return flags.contains("y");
    }

    /** Whether i= of a signature must be of the very domain of d=, and of none below it. */
    public boolean isStrict() {
        return flags.contains("s");
    }

    /** Whether the key is for mail. */
    public boolean isForMail() {
        return services.contains("*") || services.contains("email");
    }

    /** Whether the key is for signatures made in this way. */
    public boolean isFor(SignatureAlgorithm algorithm) {
        return keyType.equals(algorithm.keyType()) && (hashes == null || hashes.contains(algorithm.hash()));
    }

    /**
     * The key, for signatures made in this way, in the order of RFC 6376 §6.1.2.
     *
     * @param minRsaBits the shortest keys of RSA that count
     * @throws UnusableKeyException if it is not to be used for them
     * @throws MalformedSignatureException if it is no key
     */
    public VerifyingKey keyFor(SignatureAlgorithm algorithm, int minRsaBits) throws UnusableKeyException {
        if (!isForMail()) {
            throw new UnusableKeyException(DkimResult.PERMERROR, "the key is not for mail");
        }
        if (isRevoked()) {
            throw new UnusableKeyException(DkimResult.PERMERROR, "the key is revoked");
        }
        if (!isFor(algorithm)) {
            throw new UnusableKeyException(DkimResult.PERMERROR, "the key is not for signatures of this kind");
        }
        VerifyingKey read = verifyingKey();
        if (read.key() instanceof RSAPublicKey rsa) {
            checkStrength(rsa.getModulus().bitLength(), minRsaBits);
        }
        return read;
    }

    private VerifyingKey verifyingKey() {
        VerifyingKey known = verifyingKey;
        if (known == null) {
            known = new VerifyingKey(PublicKeys.read(keyType, key));
            verifyingKey = known;
        }
        return known;
    }

    private static void checkStrength(int bits, int least) throws UnusableKeyException {
        if (bits < least) { // RFC 8301 §3.2
            throw new UnusableKeyException(
                    bits < RFC_8301_BITS ? DkimResult.PERMERROR : DkimResult.POLICY,
                    "the key of " + bits + " bits is too short");
        }
        if (bits > PublicKeys.MAX_RSA_BITS) {
            throw new UnusableKeyException(DkimResult.POLICY, "the key of " + bits + " bits is too long");
        }
    }

    /** Whether the key is for this user by RFC 4871 §3.6.1, where g= may hold one star; later RFCs know no such tag. */
    boolean isForUser(String localPart) {
        if (granularity == null) {
            return true;
        }
        int star = granularity.indexOf('*');
        if (star < 0) {
            return !granularity.isEmpty() && granularity.equals(localPart);
        }
        String end = granularity.substring(star + 1);
        return localPart.length() >= granularity.length() - 1
                && localPart.startsWith(granularity.substring(0, star))
                && localPart.endsWith(end);
    }
}
