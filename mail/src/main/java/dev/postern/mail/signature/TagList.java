package dev.postern.mail.signature;

import dev.postern.mail.OctetScan;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of tags and values, {@code a=1; b=2} (RFC 6376 §3.2), of which a character stands for an octet. Names are told apart by case. */
public final class TagList {
    private static final int MAX_TAGS = 64;
    private static final int MAX_TIME_DIGITS = 12;

    private final String text;
    private final byte[] octets;
    private final int offset;
    private final List<Tag> tags = new ArrayList<>();

    /** @param octets which hold the text from the offset on */
    private TagList(String text, byte[] octets, int offset) {
        this.text = text;
        this.octets = octets;
        this.offset = offset;
    }

    /** Where a name stands in the text, and behind it the value with the white space around it. */
    private record Tag(int name, int nameEnd, int start, int end) {}

    /** @throws MalformedSignatureException if this is no list of tags, or one of more than 64 */
    public static TagList parse(String text) {
        return new TagList(text, text.getBytes(StandardCharsets.ISO_8859_1), 0).read();
    }

    /**
     * Reads the value of a field.
     *
     * @throws MalformedSignatureException if this is no list of tags, or one of more than 64
     */
    public static TagList parse(HeaderField field) {
        return new TagList(field.value(), field.octets(), field.from()).read();
    }

    private TagList read() {
        checkOctets();
        for (int from = 0; from < text.length(); ) {
            int semicolon = text.indexOf(';', from);
            int to = semicolon < 0 ? text.length() : semicolon;
            if (!isBlank(text, from, to)) {
                add(from, to);
            } else if (semicolon >= 0) {
                throw new MalformedSignatureException("an empty tag");
            }
            from = to + 1;
        }
        return this;
    }

    private void checkOctets() {
        int end = offset + text.length();
        for (int i = offset; i < end; i++) {
            i = OctetScan.indexOfControl(octets, i, end);
            // RFC 6376 §3.2: VALCHAR and FWS; RFC 8616 §5: also UTF-8
            if (i < end && !isBlank((char) octets[i])) {
                throw new MalformedSignatureException("a control character");
            }
        }
    }

    private void add(int from, int to) {
        int equals = text.indexOf('=', from);
        if (equals < 0 || equals >= to) {
            throw new MalformedSignatureException("a tag without a value");
        }
        int name = inkAt(text, from, equals);
        int nameEnd = inkEnd(text, name, equals);
        checkName(name, nameEnd);
        if (tags.size() == MAX_TAGS) {
            throw new MalformedSignatureException("more than " + MAX_TAGS + " tags");
        }
        // RFC 6376 §3.2: a name that stands twice makes all of the list invalid
        if (tag(text, name, nameEnd) != null) {
            throw new MalformedSignatureException("the tag " + text.substring(name, nameEnd) + " twice");
        }
        tags.add(new Tag(name, nameEnd, equals + 1, to));
    }

    private void checkName(int from, int to) {
        boolean valid =
                to > from && to - from <= MAX_TAGS && isLetter(text.charAt(from)) && isOfNameCharacters(from + 1, to);
        if (!valid) {
            throw new MalformedSignatureException("a name that no tag can have");
        }
    }

    private boolean isOfNameCharacters(int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && !isDigit(c) && c != '_') {
                return false;
            }
        }
        return true;
    }

    private @Nullable Tag tag(String name) {
        return tag(name, 0, name.length());
    }

    /** The one whose name stands in {@code [from, to)} of this text. */
    private @Nullable Tag tag(String source, int from, int to) {
        for (Tag tag : tags) {
            if (tag.nameEnd() - tag.name() == to - from && isAt(tag.name(), source, from, to)) {
                return tag;
            }
        }
        return null;
    }

    /** As String.regionMatches does, which takes longer for names of one or two characters. */
    private boolean isAt(int start, String source, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(start + i - from) != source.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The value without white space around it; null if there is no such tag. */
    public @Nullable String value(String name) {
        Tag tag = tag(name);
        return tag == null ? null : trimmed(text, tag.start(), tag.end());
    }

    /**
     * The value without white space around it.
     *
     * @throws MalformedSignatureException if there is no such tag
     */
    public String required(String name) {
        String value = value(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    /** Whether this tag stands before all others. */
    public boolean isFirst(String name) {
        return !tags.isEmpty() && tags.get(0).equals(tag(name));
    }

    /** What stands between the colons of a value, in lower case and without white space; null if there is no such tag. */
    public @Nullable List<String> words(String name) {
        Tag tag = tag(name);
        if (tag == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        int from = tag.start();
        for (int colon = text.indexOf(':', from); colon >= 0 && colon < tag.end(); colon = text.indexOf(':', from)) {
            words.add(word(from, colon));
            from = colon + 1;
        }
        words.add(word(from, tag.end()));
        return words;
    }

    private String word(int from, int to) {
        int start = inkAt(text, from, to);
        return FieldNames.lowerCase(octets, offset + start, offset + inkEnd(text, start, to));
    }

    /**
     * The octets that a value is the base64 of; white space anywhere in it is ignored (RFC 6376 §2.10).
     *
     * @throws MalformedSignatureException if there is no such tag, or it is no base64
     */
    public byte[] octets(String name) {
        Tag tag = tag(name);
        if (tag == null) {
            throw missing(name);
        }
        try {
            return Base64.getDecoder().decode(withoutBlanks(tag));
        } catch (IllegalArgumentException e) {
            throw new MalformedSignatureException("no base64 in the tag " + name);
        }
    }

    /**
     * The digits of a number, without zeros before it; null if there is no such tag.
     *
     * @throws MalformedSignatureException if it is no number
     */
    public @Nullable String digits(String name) {
        String text = value(name);
        if (text == null) {
            return null;
        }
        if (text.isEmpty() || !isOfDigits(text)) {
            throw new MalformedSignatureException("no number in the tag " + name);
        }
        int zeros = 0;
        while (zeros < text.length() - 1 && text.charAt(zeros) == '0') {
            zeros++;
        }
        return text.substring(zeros);
    }

    /**
     * A time in seconds since 1970 (RFC 6376 §3.5, t= and x=); null if there is no such tag.
     *
     * @throws MalformedSignatureException if it is no number
     */
    public @Nullable Instant time(String name) {
        String digits = digits(name);
        if (digits == null) {
            return null;
        }
        // RFC 6376 §3.5: longer ones may be taken for infinite
        return digits.length() > MAX_TIME_DIGITS ? Instant.MAX : Instant.ofEpochSecond(Long.parseLong(digits));
    }

    /**
     * A field with an empty value of this tag, as it is signed (RFC 6376 §3.5, b=).
     *
     * @param field which has this list for its value
     */
    public HeaderField withEmpty(String name, HeaderField field) {
        Tag tag = tag(name);
        return tag == null ? field : field.without(tag.start(), tag.end());
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isOfDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isBlank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isBlank(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String trimmed(String text, int from, int to) {
        int start = inkAt(text, from, to);
        return text.substring(start, inkEnd(text, start, to));
    }

    private static int inkAt(String text, int from, int to) {
        int start = from;
        while (start < to && isBlank(text.charAt(start))) {
            start++;
        }
        return start;
    }

    private static int inkEnd(String text, int from, int to) {
        int end = to;
        while (end > from && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private byte[] withoutBlanks(Tag tag) {
        byte[] ink = new byte[tag.end() - tag.start()];
        int kept = 0;
        int end = offset + tag.end();
        for (int i = offset + tag.start(); i < end; i++) {
            int blank = OctetScan.indexOfControlOrSpace(octets, i, end);
            System.arraycopy(octets, i, ink, kept, blank - i);
            kept += blank - i;
            i = blank;
        }
        return Arrays.copyOf(ink, kept);
    }

    private static MalformedSignatureException missing(String name) {
        return new MalformedSignatureException("no tag " + name);
    }
}
