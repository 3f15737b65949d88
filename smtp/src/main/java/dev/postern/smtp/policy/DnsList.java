package dev.postern.smtp.policy;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A list of clients in DNS (RFC 5782), and which of its responses count: {@code bl.example.org} for all in 127.0.0.0/8, or
 * {@code bl.example.org=127.0.0.2}, or {@code bl.example.org=127.0.0.[2;4..11]}. Responses in 127.255.255.0/24 never count: lists use these to say
 * that they do not answer us.
 */
public final class DnsList {
    private static final int OCTETS = 4;
    private static final int OCTET_VALUES = 256;

    private final String zone;
    private final List<BitSet> allowed;

    private DnsList(String zone, List<BitSet> allowed) {
        this.zone = zone;
        this.allowed = allowed;
    }

    /**
     * Reads a list in the form of settings.
     *
     * @throws IllegalArgumentException if the text is none; the message says what it must be
     */
    public static DnsList parse(String text) {
        int equals = text.indexOf('=');
        String zone = equals < 0 ? text : text.substring(0, equals);
        String responses = equals < 0 ? "127.[0..255].[0..255].[0..255]" : text.substring(equals + 1);
        try {
            if (Domain.parse(zone).isLiteral()) {
                throw new MalformedAddressException("an address");
            }
        } catch (MalformedAddressException e) {
            throw new IllegalArgumentException(
                    "must start with the list's domain, such as bl.example.org, but that is " + e.getMessage(), e);
        }
        return new DnsList(Domain.parse(zone).text(), octets(responses));
    }

    /** Its domain. */
    public String zone() {
        return zone;
    }

    /** Whether this response says that an address is listed. */
    boolean isListing(InetAddress response) {
        byte[] octets = response.getAddress();
        if (!isResponse(response)) {
            return false;
        }
        for (int i = 0; i < OCTETS; i++) {
            if (!allowed.get(i).get(octets[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** Whether this is what a list says at all: other addresses come from a domain that has changed hands, or are errors. */
    static boolean isResponse(InetAddress response) {
        byte[] octets = response.getAddress();
        boolean error = octets[1] == -1 && octets[2] == -1; // 127.255.255.x
        return response instanceof Inet4Address && octets[0] == 127 && !error;
    }

    /** As in settings, without the responses. */
    @Override
    public String toString() {
        return zone;
    }

    private static List<BitSet> octets(String text) {
        List<BitSet> octets = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            // a dot within brackets is part of a range
            boolean inBrackets = text.lastIndexOf('[', i - 1) > text.lastIndexOf(']', i - 1);
            if (i == text.length() || (text.charAt(i) == '.' && !inBrackets)) {
                octets.add(octet(text.substring(start, i)));
                start = i + 1;
            }
        }
        if (octets.size() != OCTETS || !octets.get(0).get(127) || octets.get(0).cardinality() != 1) {
            throw notResponses();
        }
        return octets;
    }

    private static BitSet octet(String text) {
        boolean set = text.startsWith("[") && text.endsWith("]") && text.length() > 2;
        BitSet values = new BitSet(OCTET_VALUES);
        for (String range : (set ? text.substring(1, text.length() - 1) : text).split(";", -1)) {
            int dots = set ? range.indexOf("..") : -1;
            int first = number(dots < 0 ? range : range.substring(0, dots));
            int last = dots < 0 ? first : number(range.substring(dots + 2));
            if (last < first) {
                throw notResponses();
            }
            values.set(first, last + 1);
        }
        return values;
    }

    private static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(text) : OCTET_VALUES;
        if (number >= OCTET_VALUES) {
            throw notResponses();
        }
        return number;
    }

    private static IllegalArgumentException notResponses() {
        return new IllegalArgumentException(
                "the responses that count must be such as 127.0.0.2 or 127.0.0.[2;4..11], and start with 127");
    }
}
