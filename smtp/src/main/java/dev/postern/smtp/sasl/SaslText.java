package dev.postern.smtp.sasl;

import com.ongres.saslprep.SASLprep;
import com.ongres.stringprep.Profile;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Text in the messages of mechanisms: strict UTF-8, prepared by SASLprep (RFC 4013). */
public final class SaslText {
    /** RFC 4616 §2 sets 255 octets for a name. */
    public static final int MAX_NAME = 255;

    private static final Profile PROFILE = new SASLprep();

    private SaslText() {}

    /** The characters, or null if the octets are not UTF-8. */
    public static char @Nullable [] utf8(byte[] octets, int from, int to) {
        try {
            CharBuffer buffer = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, from, to - from));
            char[] text = Arrays.copyOfRange(buffer.array(), buffer.position(), buffer.limit());
            Arrays.fill(buffer.array(), '\0');
            return text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The text, or null if the octets are not UTF-8. */
    public static @Nullable String utf8(byte[] octets) {
        char[] text = utf8(octets, 0, octets.length);
        return text == null ? null : new String(text);
    }

    /** The name in the form in which names are compared, or null if it is none: empty, too long, or with characters that none has. */
    public static @Nullable String name(String raw) {
        if (raw.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
            return null;
        }
        char[] prepared = prepared(raw.toCharArray());
        return prepared == null ? null : new String(prepared);
    }

    /** A copy in the form in which passwords are compared, or null if it is none: empty, or with characters that none has. */
    public static char @Nullable [] prepared(char[] raw) {
        try {
            char[] prepared = PROFILE.prepareQuery(raw);
            return prepared.length == 0 ? null : prepared == raw ? raw.clone() : prepared;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) { // the latter where nothing is left
            return null;
        }
    }
}
