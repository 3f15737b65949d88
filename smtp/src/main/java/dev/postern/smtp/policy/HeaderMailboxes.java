package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.MalformedAddressException;
import java.util.ArrayList;
import java.util.List;

/** The addresses of a header field such as From: mailboxes with commas between them (RFC 5322 §3.4), without groups. */
final class HeaderMailboxes {
    private final String text;
    private final List<Address> addresses = new ArrayList<>();
    private final StringBuilder bare = new StringBuilder();
    private int at;
    private boolean angled;

    private HeaderMailboxes(String text) {
        this.text = text;
    }

    /** @throws MalformedAddressException if this is anything else, also where others would guess what it means */
    static List<Address> parse(String text) {
        return new HeaderMailboxes(text).read();
    }

    private List<Address> read() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '"' -> bare.append(quoted());
                case '(' -> skipComment();
                case '[' -> bare.append(bracketed(bare));
                case '<' -> readAngled();
                case ',' -> endMailbox();
                case '>', ')', ':', ';' ->
                    throw new MalformedAddressException("a " + c + " which does not belong here");
                default -> bare.append(c);
            }
        }
        endMailbox();
        return addresses;
    }

    private String quoted() {
        int start = at - 1;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return text.substring(start, at);
            }
            at += c == '\\' ? 1 : 0;
        }
        throw new MalformedAddressException("a quote without its end");
    }

    /** An address literal as a whole: parentheses in it are no comment, and brackets no end (RFC 5322 §3.4.1, dtext). */
    private String bracketed(CharSequence before) {
        boolean literal = before.length() > 0 && before.charAt(before.length() - 1) == '@';
        if (!literal) {
            return "[";
        }
        int start = at - 1;
        int end = text.indexOf(']', at);
        if (end < 0) {
            throw new MalformedAddressException("an address literal without its end");
        }
        at = end + 1;
        return text.substring(start, at);
    }

    private void skipComment() {
        int depth = 1;
        while (at < text.length()) {
            char c = text.charAt(at++);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            at += c == '\\' ? 1 : 0;
            if (depth == 0) {
                return;
            }
        }
        throw new MalformedAddressException("a comment without its end");
    }

    private void readAngled() {
        if (angled) {
            throw new MalformedAddressException("two addresses of one mailbox");
        }
        StringBuilder address = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '>') {
                addresses.add(Address.parse(address.toString().strip()));
                angled = true;
                bare.setLength(0);
                return;
            }
            switch (c) {
                case '"' -> address.append(quoted());
                case '[' -> address.append(bracketed(address));
                default -> address.append(c);
            }
        }
        throw new MalformedAddressException("an address without its end");
    }

    private void endMailbox() {
        String rest = bare.toString().strip();
        bare.setLength(0);
        if (!angled) {
            addresses.add(Address.parse(rest));
        } else if (!rest.isEmpty()) {
            throw new MalformedAddressException("text behind an address");
        }
        angled = false;
    }
}
