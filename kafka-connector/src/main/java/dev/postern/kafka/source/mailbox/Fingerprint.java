package dev.postern.kafka.source.mailbox;

import dev.postern.kafka.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What a mail is known by where its server gives it another name: a digest of its header, with the Message-ID in it, and of its size. Of its folder too, as the same mail may
 * be in several.
 *
 * @param folder of account and folder
 * @param high of the mail
 * @param low of the mail
 */
public record Fingerprint(long folder, long high, long low) {
    /** The octets of a header that count. */
    public static final int LONGEST_HEADER = 262_144;

    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS = 3 * 2 * Long.BYTES;

    /**
     * The fingerprint of a mail.
     *
     * @param folder of {@link #folder}
     * @param content begins with the header; what is behind that does not count
     * @param size of the whole mail, in octets
     */
    public static Fingerprint of(long folder, byte[] content, long size) {
        MessageDigest digest = Sha256.digest();
        digest.update(content, 0, headerLength(content));
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(size).flip());
        ByteBuffer octets = ByteBuffer.wrap(digest.digest());
        return new Fingerprint(folder, octets.getLong(), octets.getLong());
    }

    /** The digest of a folder. */
    public static long folder(String account, String folder) {
        return ByteBuffer.wrap(Sha256.digest().digest((account + "\0" + folder).getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    /**
     * The fingerprint of such a text.
     *
     * @throws IllegalArgumentException if it is not 48 hexadecimal digits
     */
    static Fingerprint parse(String text) {
        if (text.length() != DIGITS) {
            throw new IllegalArgumentException("not " + DIGITS + " hexadecimal digits");
        }
        ByteBuffer octets = ByteBuffer.wrap(HEX.parseHex(text));
        return new Fingerprint(octets.getLong(), octets.getLong(), octets.getLong());
    }

    /** Where the header ends with which a mail begins: behind the empty line, as far as that is among the octets that count. */
    public static int headerEnd(byte[] content) {
        int most = Math.min(content.length, LONGEST_HEADER);
        for (int i = 0; i + 3 < most; i++) {
            if (content[i] == '\r' && content[i + 1] == '\n' && content[i + 2] == '\r' && content[i + 3] == '\n') {
                return i + 4;
            }
        }
        return most;
    }

    /** Without the empty line behind it, which not every server gives to every header. */
    private static int headerLength(byte[] content) {
        int end = headerEnd(content);
        while (end > 0 && (content[end - 1] == '\r' || content[end - 1] == '\n')) {
            end--;
        }
        return end;
    }

    /** 48 hexadecimal digits, the first 16 of which are the folder's. */
    @Override
    public String toString() {
        return HEX.toHexDigits(folder) + HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }
}
