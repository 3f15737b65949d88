package dev.postern.mail;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the address lists that are the most frequent by far, of plain addresses in US-ASCII, with a name of plain words before it or without:
 * {@code bob@example.org, Ann Other <ann@example.org>}. To the same result as {@link Mailboxes}' parser for all lists, which is much slower.
 */
final class PlainList {
    private final String list;
    private int position;

    private PlainList(String list) {
        this.list = list;
    }

    /** The addresses; null where the list holds anything else, or is wrong. */
    static @Nullable List<Address> read(String list) {
        return new PlainList(list).read();
    }

    private @Nullable List<Address> read() {
        List<Address> addresses = new ArrayList<>(1);
        do {
            Address address = address();
            if (address == null) {
                return null;
            }
            addresses.add(address);
            skipBlanks();
        } while (skip(','));
        return position == list.length() ? addresses : null;
    }

    private @Nullable Address address() {
        skipBlanks();
        int start = position;
        int words = 0;
        boolean blank = false;
        while (skipAtom()) {
            words++;
            blank = skipBlanks();
        }
        if (!skip('<')) {
            return words == 1 && !blank ? plain(start) : null;
        }
        start = position;
        Address address = skipAtom() ? plain(start) : null;
        return address != null && skip('>') ? address : null;
    }

    /** The address that starts here and whose first atom has been read. */
    private @Nullable Address plain(int start) {
        while (skip('.')) {
            if (!skipAtom()) {
                return null;
            }
        }
        int at = position;
        if (!skip('@') || !skipAtom()) {
            return null;
        }
        while (skip('.')) {
            if (!skipAtom()) {
                return null;
            }
        }
        try {
            return new Address(list.substring(start, at), Domain.parse(list.substring(at + 1, position)));
        } catch (MalformedAddressException e) {
            return null;
        }
    }

    private boolean skipAtom() {
        int start = position;
        while (position < list.length() && isAtext(list.charAt(position))) {
            position++;
        }
        return position > start;
    }

    private boolean skipBlanks() {
        int start = position;
        while (position < list.length() && list.charAt(position) == ' ') {
            position++;
        }
        return position > start;
    }

    private boolean skip(char c) {
        boolean here = position < list.length() && list.charAt(position) == c;
        position += here ? 1 : 0;
        return here;
    }

    /** RFC 5322 §3.2.3; other scripts are left to the parser. */
    private static boolean isAtext(char c) {
        return c < 0x80 && Address.isAtext(c);
    }
}
