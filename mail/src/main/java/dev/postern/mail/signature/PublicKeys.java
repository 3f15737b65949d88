package dev.postern.mail.signature;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Reads the keys of domains, of any stranger that is: what would take long to verify with is refused. */
public final class PublicKeys {
    /** Larger ones take too long, and no domain needs them. */
    public static final int MAX_RSA_BITS = 8_192;

    private static final int MAX_OCTETS = 2_300;
    private static final int MAX_EXPONENT_BITS = 64;
    private static final int ED25519_OCTETS = 32;

    /** What stands before the key in a SubjectPublicKeyInfo of Ed25519 (RFC 8410 §4). */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /** The AlgorithmIdentifier of RSA (RFC 3279 §2.3.1). */
    private static final byte[] RSA_IDENTIFIER = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    private PublicKeys() {}

    /**
     * The key of a record.
     *
     * @param keyType {@code rsa} or {@code ed25519}
     * @throws MalformedSignatureException if it is no such key
     */
    public static PublicKey read(String keyType, byte[] octets) {
        if (octets.length > MAX_OCTETS) {
            throw new MalformedSignatureException("a key of more than " + MAX_OCTETS + " octets");
        }
        return keyType.equals("rsa") ? rsa(octets) : ed25519(octets);
    }

    private static PublicKey ed25519(byte[] octets) {
        if (octets.length != ED25519_OCTETS) { // RFC 8463 §4.2
            throw new MalformedSignatureException("an Ed25519 key of another length");
        }
        return decoded("Ed25519", joined(ED25519_PREFIX, octets));
    }

    private static PublicKey rsa(byte[] octets) {
        RSAPublicKey key = (RSAPublicKey) decoded("RSA", isInfo(octets) ? octets : info(octets));
        BigInteger exponent = key.getPublicExponent();
        boolean odd = exponent.testBit(0) && key.getModulus().testBit(0);
        if (!odd || exponent.bitLength() < 2 || exponent.bitLength() > MAX_EXPONENT_BITS) {
            throw new MalformedSignatureException("an RSA key that nobody makes");
        }
        return key;
    }

    /** Whether a SEQUENCE stands first in the SEQUENCE: a SubjectPublicKeyInfo, as in RFC 6376 appendix C; else an RSAPublicKey, as in its §3.6.1. */
    private static boolean isInfo(byte[] octets) {
        int content = octets.length > 1 && (octets[1] & 0x80) != 0 ? 2 + (octets[1] & 0x7f) : 2;
        return octets.length > content && octets[content] == 0x30;
    }

    private static byte[] info(byte[] key) {
        byte[] bits = joined(new byte[] {0}, key);
        byte[] bitString = joined(element(0x03, bits.length), bits);
        byte[] content = joined(RSA_IDENTIFIER, bitString);
        return joined(element(0x30, content.length), content);
    }

    /** Tag and length in DER (X.690 §8.1). */
    private static byte[] element(int tag, int length) {
        if (length < 0x80) {
            return new byte[] {(byte) tag, (byte) length};
        }
        return length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(first.length + second.length);
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }

    private static PublicKey decoded(String type, byte[] info) {
        try {
            return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(info));
        } catch (InvalidKeySpecException e) {
            throw new MalformedSignatureException("a key that is no key");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java 15 and later have RSA and Ed25519", e);
        }
    }
}
