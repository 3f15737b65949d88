package dev.postern.mail.dns;

/**
 * A TLSA record: what the certificate of a server must be, or who must have issued it (RFC 6698 §2.1). Nothing of it is checked.
 *
 * @param usage 0 to 255; 2 names an authority, 3 the server's own certificate (RFC 7218 §2.1)
 * @param selector 0 to 255; 0 means the whole certificate, 1 its public key
 * @param matchingType 0 to 255; 0 means the octets themselves, 1 their SHA-256, 2 their SHA-512
 * @param association what is to be found so, in lower case hexadecimal digits
 */
public record TlsaRecord(int usage, int selector, int matchingType, String association) {
    /** As it stands in zones. */
    @Override
    public String toString() {
        return usage + " " + selector + " " + matchingType + " " + association;
    }
}
