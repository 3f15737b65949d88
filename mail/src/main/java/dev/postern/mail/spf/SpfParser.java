package dev.postern.mail.spf;

import dev.postern.mail.spf.Mechanism.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the terms of a policy (RFC 7208 §12). */
final class SpfParser {
    /** What the data of a record in DNS can hold at most. */
    private static final int MAX_LENGTH = 65_535;

    private static final int BITS_4 = 32;
    private static final int BITS_6 = 128;

    private static final Map<String, Kind> KINDS =
            Stream.of(Kind.values()).collect(Collectors.toMap(SpfParser::name, Function.identity()));

    private final String terms;
    private final List<Mechanism> mechanisms = new ArrayList<>();
    private @Nullable Macro redirect;
    private @Nullable Macro explanation;

    /** @param terms what stands behind the version */
    SpfParser(String terms) {
        this.terms = terms;
    }

    /** @throws MalformedSpfException if a term is none, also one behind those that will match */
    SpfRecord parse() {
        if (terms.length() > MAX_LENGTH) {
            throw new MalformedSpfException("longer than 65,535 octets");
        }
        int start = 0;
        while (start < terms.length()) {
            int space = terms.indexOf(' ', start);
            int end = space < 0 ? terms.length() : space;
            if (end > start) {
                term(terms.substring(start, end));
            }
            start = end + 1;
        }
        return new SpfRecord(mechanisms, redirect, explanation);
    }

    private void term(String term) {
        int nameEnd = nameEnd(term, 0);
        if (nameEnd > 0 && nameEnd < term.length() && term.charAt(nameEnd) == '=') {
            modifier(term.substring(0, nameEnd).toLowerCase(Locale.ROOT), term.substring(nameEnd + 1));
        } else {
            mechanism(term);
        }
    }

    private void modifier(String name, String value) {
        switch (name) {
            case "redirect" -> redirect = once(redirect, value);
            case "exp" -> explanation = once(explanation, value);
            default -> MacroParser.modifier(value); // RFC 7208 §6: ignored, but it must be one
        }
    }

    private static Macro once(@Nullable Macro before, String value) {
        if (before != null) { // RFC 7208 §6
            throw new MalformedSpfException("a modifier that stands twice");
        }
        return MacroParser.domain(value);
    }

    private void mechanism(String term) {
        int start = Qualifier.isSign(term.charAt(0)) ? 1 : 0;
        int nameEnd = nameEnd(term, start);
        Kind kind = KINDS.get(term.substring(start, nameEnd).toLowerCase(Locale.ROOT));
        if (kind == null) {
            throw new MalformedSpfException("a mechanism that is not known");
        }
        String rest = term.substring(nameEnd);
        mechanisms.add(
                switch (kind) {
                    case ALL -> all(term, rest);
                    case IP4 -> network(term, kind, rest, BITS_4);
                    case IP6 -> network(term, kind, rest, BITS_6);
                    default -> asking(term, kind, rest);
                });
    }

    private static Mechanism all(String term, String rest) {
        if (!rest.isEmpty()) {
            throw new MalformedSpfException("all takes nothing");
        }
        return new Mechanism(term, Kind.ALL, Qualifier.of(term), null, null, BITS_4, BITS_6);
    }

    private static Mechanism network(String term, Kind kind, String rest, int mostBits) {
        int slash = rest.indexOf('/');
        int end = slash < 0 ? rest.length() : slash;
        String address = rest.startsWith(":") ? rest.substring(1, end) : "";
        byte[] octets = kind == Kind.IP4 ? IpNetwork.v4(address) : IpNetwork.v6(address);
        if (octets == null) {
            throw new MalformedSpfException(kind == Kind.IP4 ? "ip4 without an address" : "ip6 without an address");
        }
        int bits = slash < 0 ? mostBits : bits(rest.substring(slash + 1), mostBits);
        return new Mechanism(term, kind, Qualifier.of(term), null, new IpNetwork(octets, bits), BITS_4, BITS_6);
    }

    private static Mechanism asking(String term, Kind kind, String rest) {
        int end = rest.length();
        int bits4 = BITS_4;
        int bits6 = BITS_6;
        if (kind.takesPrefix()) { // RFC 7208 §5.3: [ "/" ip4-cidr-length ] [ "//" ip6-cidr-length ]
            int digits = digitsStart(rest, end);
            if (digits < end && rest.startsWith("//", digits - 2)) {
                bits6 = bits(rest.substring(digits, end), BITS_6);
                end = digits - 2;
                digits = digitsStart(rest, end);
            }
            if (digits < end && rest.startsWith("/", digits - 1)) {
                bits4 = bits(rest.substring(digits, end), BITS_4);
                end = digits - 1;
            }
        }
        Macro domain = null;
        if (end > 0) {
            if (rest.charAt(0) != ':') {
                throw new MalformedSpfException("a mechanism with something behind its name");
            }
            domain = MacroParser.domain(rest.substring(1, end));
        } else if (kind.needsDomain()) {
            throw new MalformedSpfException("a mechanism without its domain");
        }
        return new Mechanism(term, kind, Qualifier.of(term), domain, null, bits4, bits6);
    }

    /** Where the digits start that end there. */
    private static int digitsStart(String text, int end) {
        int start = end;
        while (start > 0 && isDigit(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static int bits(String text, int most) {
        boolean number = !text.isEmpty()
                && text.length() <= 3
                && text.chars().allMatch(SpfParser::isDigit)
                && (text.length() == 1 || text.charAt(0) != '0');
        int bits = number ? Integer.parseInt(text) : most + 1;
        if (bits > most) {
            throw new MalformedSpfException("a number of bits that no address has");
        }
        return bits;
    }

    // RFC 7208 §12: name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." )
    private static int nameEnd(String term, int start) {
        int end = start;
        while (end < term.length() && (isLetter(term.charAt(end)) || (end > start && isInName(term.charAt(end))))) {
            end++;
        }
        return end;
    }

    private static boolean isInName(char c) {
        return isDigit(c) || c == '-' || c == '_' || c == '.';
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
