package dev.postern.jca.inbound;

import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.MessageHeader;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * By what a mail is recognised that a client sends again: its Message-ID, and a digest of its body. Not by the rest of the header, which
 * servers and filters write to on the way.
 *
 * @param messageId as it stands in the header
 * @param digest SHA-256 of the body, in hexadecimal
 */
record MailIdentity(String messageId, String digest) {
    private static final int LONGEST_ID = 250; // what is remembered stays small, whoever wrote it
    private static final int PIECE = 8 << 10;

    /**
     * The Message-ID of a mail, or null where it has none that one could go by.
     *
     * @throws IOException if the message can't be read
     */
    static @Nullable String messageId(Message message) throws IOException {
        try {
            String id = MessageHeader.read(message).messageId();
            return id == null || id.length() > LONGEST_ID ? null : id;
        } catch (InvalidMailException e) {
            return null;
        }
    }

    /**
     * Reads the body of a mail of this Message-ID.
     *
     * @throws IOException if the message can't be read
     */
    static MailIdentity of(String messageId, Message message) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream content = message.open()) {
            byte[] piece = new byte[PIECE];
            int ends = 2; // octets of the end of a line, and of the empty line behind it, that have come in a row
            for (int length = content.read(piece); length >= 0; length = content.read(piece)) {
                int body = 0;
                while (body < length && ends < 4) {
                    byte octet = piece[body++];
                    ends = octet == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : octet == '\r' ? 1 : 0;
                }
                digest.update(piece, body, length - body);
            }
        }
        return new MailIdentity(messageId, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
