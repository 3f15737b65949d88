package dev.postern.mail.dkim;

import dev.postern.mail.signature.BodyHash;
import dev.postern.mail.signature.Canonicalization;
import dev.postern.mail.signature.HeaderField;
import dev.postern.mail.signature.MalformedSignatureException;
import dev.postern.mail.signature.SignatureAlgorithm;
import dev.postern.mail.signature.SigningDomain;
import dev.postern.mail.signature.TagList;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a DKIM-Signature field says (RFC 6376 §3.5). */
public final class DkimSignature {
    static final String FIELD = "DKIM-Signature";
    static final String VERSION = "1";

    private static final int MAX_LENGTH_DIGITS = 18;
    private static final int START_OCTETS = 6;

    private final HeaderField field;
    private final TagList tags;
    private final SignatureAlgorithm algorithm;
    private final Canonicalization headerForm;
    private final Canonicalization bodyForm;
    private final String domain;
    private final String selector;
    private final AgentIdentity identity;
    private final List<String> signedFields;
    private final byte[] signature;
    private final byte[] bodyHash;
    private final long bodyLength;
    private final @Nullable Instant timestamp;
    private final @Nullable Instant expiration;

    private DkimSignature(HeaderField field) {
        this.field = field;
        this.tags = TagList.parse(field);
        if (!tags.required("v").equals(VERSION)) { // RFC 6376 §6.1.1
            throw new MalformedSignatureException("a version that is not known");
        }
        this.algorithm = SignatureAlgorithm.named(tags.required("a"))
                .orElseThrow(() -> new MalformedSignatureException("an algorithm that is not known"));
        this.signature = tags.octets("b");
        this.bodyHash = tags.octets("bh");
        String forms = tags.value("c");
        this.headerForm = Canonicalization.ofHeader(forms);
        this.bodyForm = Canonicalization.ofBody(forms);
        this.domain = SigningDomain.domain(tags.required("d"));
        this.selector = SigningDomain.selector(tags.required("s"));
        this.signedFields = signedFields(tags);
        this.identity = AgentIdentity.of(tags.value("i"), domain);
        this.bodyLength = bodyLength(tags.digits("l"));
        checkQueryMethods(tags);
        this.timestamp = tags.time("t");
        this.expiration = tags.time("x");
        // RFC 6376 §3.5: the value of x= is greater than that of t=
        if (timestamp != null && expiration != null && !expiration.isAfter(timestamp)) {
            throw new MalformedSignatureException("it expires before it was made");
        }
    }

    /**
     * Reads the value of such a field.
     *
     * @param value what stands behind the colon; a character stands for an octet
     * @throws MalformedSignatureException if it is malformed, or made in a way that is not known here
     */
    public static DkimSignature parse(String value) {
        return parse(HeaderField.of(FIELD, FIELD + ":" + value));
    }

    /**
     * Reads such a field.
     *
     * @throws MalformedSignatureException as {@link #parse(String)} does
     */
    static DkimSignature parse(HeaderField field) {
        return new DkimSignature(field);
    }

    /** How it is made. */
    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** Whose it is, in A-labels and lower case: the domain that takes responsibility (d=). */
    public String domain() {
        return domain;
    }

    /** Which of the domain's keys it is made with (s=). */
    public String selector() {
        return selector;
    }

    /** The user or agent for whom the domain signs (i=), {@code @} and the domain by default; the domain in A-labels and lower case. */
    public String identity() {
        return identity.toString();
    }

    /** The first 8 characters of the signature in base64, by which it is told from others of the same mail (RFC 6008 §4). */
    public String start() {
        return Base64.getEncoder().encodeToString(Arrays.copyOf(signature, Math.min(START_OCTETS, signature.length)));
    }

    /** When it was made (t=); null if it does not say so. */
    public @Nullable Instant timestamp() {
        return timestamp;
    }

    /** From when on it counts no more (x=); null if always. */
    public @Nullable Instant expiration() {
        return expiration;
    }

    /** The names of the fields that are signed (h=), in this order and in lower case. */
    public List<String> signedFields() {
        return signedFields;
    }

    /** The form of the header that is signed. */
    public Canonicalization headerForm() {
        return headerForm;
    }

    /** The form of the body that is signed. */
    public Canonicalization bodyForm() {
        return bodyForm;
    }

    /** Whether it covers only the start of the body, behind which anyone may write (l=). */
    public boolean hasBodyLength() {
        return bodyLength != BodyHash.ALL;
    }

    /** How many octets of the body are signed. */
    long bodyLength() {
        return bodyLength;
    }

    AgentIdentity agent() {
        return identity;
    }

    /** The signature itself; not a copy. */
    byte[] signature() {
        return signature;
    }

    /** The hash of the body; not a copy. */
    byte[] bodyHash() {
        return bodyHash;
    }

    /** The field as it is signed itself: without the signature. */
    HeaderField unsigned() {
        return tags.withEmpty("b", field);
    }

    /** Where DNS holds the key. */
    String keyName() {
        return new DkimName(domain, selector).toString();
    }

    private static List<String> signedFields(TagList tags) {
        List<String> names = tags.words("h");
        if (names == null) {
            throw new MalformedSignatureException("no tag h");
        }
        for (String name : names) {
            if (!isFieldName(name)) {
                throw new MalformedSignatureException("a name of a field that is none");
            }
        }
        if (!names.contains("from")) { // RFC 6376 §5.4, §6.1.1
            throw new MalformedSignatureException("From is not signed");
        }
        return names;
    }

    private static boolean isFieldName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == ':') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static void checkQueryMethods(TagList tags) {
        List<String> methods = tags.words("q");
        if (methods != null && !methods.contains("dns/txt")) { // RFC 6376 §3.5: others are ignored
            throw new MalformedSignatureException("no way to ask for the key that is known");
        }
    }

    private static long bodyLength(@Nullable String digits) {
        if (digits == null) {
            return BodyHash.ALL;
        }
        // more than any body has
        return digits.length() > MAX_LENGTH_DIGITS ? BodyHash.ALL - 1 : Long.parseLong(digits);
    }

    /** The tags that say who signed and how, without the signature. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "a=%s; d=%s; s=%s; i=%s", algorithm, domain, selector, identity);
    }
}
