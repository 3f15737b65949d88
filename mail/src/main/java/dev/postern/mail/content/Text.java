package dev.postern.mail.content;

import dev.postern.mail.Message;
import dev.postern.mail.mime.Cut;
import dev.postern.mail.mime.KnownCharsets;
import dev.postern.mail.mime.MessagePart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Octets as text, also where the charset that they are labelled with is missing, unknown or wrong. */
final class Text {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Charsets as they are labelled, and those that hold what is written under their names, as browsers know (WHATWG Encoding §4.2). */
    private static final Map<String, String> IN_FACT = Map.of(
            "iso-8859-1", "windows-1252",
            "latin1", "windows-1252",
            "iso-8859-9", "windows-1254",
            "gb2312", "GB18030",
            "gbk", "GB18030",
            "ks_c_5601-1987", "x-windows-949",
            "euc-kr", "x-windows-949",
            "shift_jis", "windows-31j",
            "utf8", "UTF-8");

    private Text() {}

    /**
     * Reads text, line ends as they are.
     *
     * @param label the charset that it is labelled with, or null
     */
    static String of(byte[] octets, @Nullable String label) {
        Charset charset = label == null ? null : charset(label);
        String text =
                charset == null || charset.equals(StandardCharsets.US_ASCII) || charset.equals(StandardCharsets.UTF_8)
                        ? unlabelled(octets)
                        : new String(octets, charset);
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /**
     * The start of a body of text, decoded from what it is encoded in.
     *
     * @param cuts takes note where there is more
     */
    static byte[] start(MessagePart text, Message message, int most, Set<Cut> cuts) throws IOException {
        try (InputStream in = text.open(message)) {
            byte[] octets = in.readNBytes(most);
            if (in.read() >= 0) {
                cuts.add(Cut.TEXT);
            }
            return octets;
        }
    }

    /** Adds a text to those before it, on lines of its own that end with line feeds. */
    static void append(StringBuilder all, byte[] octets, @Nullable String label) {
        boolean midLine = all.length() > 0 && all.charAt(all.length() - 1) != '\n';
        all.append(midLine ? "\n" : "");
        all.append(of(octets, label).replace("\r\n", "\n").replace('\r', '\n'));
    }

    /** A text of a header in which each character stands for an octet; one that is more than octets is left as it is. */
    static String ofHeader(String octets) {
        int highest = octets.chars().max().orElse(0);
        return highest < 0x80 || highest > 0xff ? octets : unlabelled(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    // UTF-8 hardly ever happens by chance; a broken character or two in it don't make it another charset
    private static String unlabelled(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            String mended = new String(octets, StandardCharsets.UTF_8);
            long broken = mended.chars().filter(c -> c == REPLACEMENT).count();
            long whole =
                    mended.chars().filter(c -> c >= 0x80 && c != REPLACEMENT).count();
            return whole > broken ? mended : new String(octets, WINDOWS_1252);
        }
    }

    private static @Nullable Charset charset(String label) {
        String name = label.strip().toLowerCase(Locale.ROOT);
        return KnownCharsets.named(IN_FACT.getOrDefault(name, name));
    }
}
