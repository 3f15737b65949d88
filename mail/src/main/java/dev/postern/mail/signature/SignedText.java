package dev.postern.mail.signature;

import dev.postern.mail.OctetScan;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a signature signs: fields in canonical form (RFC 6376 §3.4.1, §3.4.2), one after the other. */
public final class SignedText {
    private static final int FIRST_CAPACITY = 2 << 10;

    private byte[] octets;
    private int length;

    /** Starts with nothing. */
    public SignedText() {
        this(FIRST_CAPACITY);
    }

    /**
     * Starts with nothing.
     *
     * @param capacity how many octets it is likely to get
     */
    SignedText(int capacity) {
        octets = new byte[capacity];
    }

    /** Starts with a copy of another. */
    public SignedText(SignedText start) {
        octets = Arrays.copyOf(start.octets, start.length + FIRST_CAPACITY);
        length = start.length;
    }

    /** Adds a field with its line end. */
    public SignedText line(HeaderField field, Canonicalization form) {
        last(field, form);
        makeRoomFor(2);
        octets[length++] = '\r';
        octets[length++] = '\n';
        return this;
    }

    /** Adds a field without line end, as that of the signature itself is signed. */
    public SignedText last(HeaderField field, Canonicalization form) {
        makeRoomFor(field.to() - field.start());
        if (form == Canonicalization.SIMPLE) {
            System.arraycopy(field.octets(), field.start(), octets, length, field.to() - field.start());
            length += field.to() - field.start();
        } else {
            name(field.name());
            octets[length++] = ':';
            length = unfold(field.octets(), field.from(), field.to());
        }
        return this;
    }

    /** All of it; not a copy. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(octets, 0, length);
    }

    /** Puts a name behind what is there, for which there is room. */
    private void name(String name) {
        for (int i = 0; i < name.length(); i++) {
            octets[length++] = (byte) name.charAt(i);
        }
    }

    /** Puts a value behind what is there, for which there is room; where it ends. */
    private int unfold(byte[] value, int from, int to) {
        int start = length;
        int end = start;
        boolean blank = false;
        int i = from;
        while (i < to) {
            byte octet = value[i];
            if (octet == ' ' || octet == '\t') {
                blank = true;
                i++;
            } else if (isFold(value, i, to)) {
                i++;
            } else {
                if (blank && end > start) {
                    octets[end++] = ' ';
                }
                blank = false;
                int stretch = Math.max(i + 1, OctetScan.indexOfControlOrSpaces(value, i, to));
                System.arraycopy(value, i, octets, end, stretch - i);
                end += stretch - i;
                i = stretch;
            }
        }
        return end;
    }

    /** Whether this is the CR or the LF of a line end, behind which white space stands, or the field would end. */
    private static boolean isFold(byte[] value, int i, int to) {
        return value[i] == '\n' || (value[i] == '\r' && i + 1 < to && value[i + 1] == '\n');
    }

    private void makeRoomFor(int more) {
        if (octets.length - length < more) {
            octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + more));
        }
    }
}
