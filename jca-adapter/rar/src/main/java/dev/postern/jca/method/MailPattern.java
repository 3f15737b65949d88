package dev.postern.jca.method;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A pattern such as <code>support+{ticket}@*</code>. A text takes time by its length, whatever it and the pattern hold. */
public final class MailPattern {
    private static final java.util.regex.Pattern NAME = java.util.regex.Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final List<Piece> pieces;
    private final boolean address;
    private final List<String> names;
    private final Pattern expression;

    private MailPattern(List<Piece> pieces, boolean address) {
        this.pieces = List.copyOf(pieces);
        this.address = address;
        this.names =
                pieces.stream().filter(Piece::isPlaceholder).map(Piece::text).toList();
        this.expression = Pattern.compile(
                pieces.stream().map(piece -> piece.expression(address)).collect(Collectors.joining()),
                Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /**
     * Reads a pattern.
     *
     * @param address whether it is one of addresses, in which wildcards end at an at sign
     * @throws BindingException if it is none
     */
    public static MailPattern parse(String text, boolean address) throws BindingException {
        List<Piece> pieces = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int at = 0;
        while (at < text.length()) {
            Piece piece = pieceAt(text, at);
            boolean wild = piece.kind() != Piece.Kind.LITERAL;
            if (wild && !pieces.isEmpty() && pieces.get(pieces.size() - 1).kind() != Piece.Kind.LITERAL) {
                throw new BindingException("what stands for anything stands beside the like, so that nobody can tell"
                        + " where one ends: put text between them");
            }
            if (piece.isPlaceholder() && !names.add(piece.text())) {
                throw new BindingException("{" + piece.text() + "} stands in it twice");
            }
            pieces.add(piece);
            at += piece.text().length() + (piece.isPlaceholder() ? 2 : 0);
        }
        if (pieces.isEmpty()) {
            throw new BindingException("it is empty: * stands for anything");
        }
        if (address && !text.contains("@")) {
            throw new BindingException("an address has an @, as *@* has");
        }
        return new MailPattern(pieces, address);
    }

    private static Piece pieceAt(String text, int at) throws BindingException {
        char c = text.charAt(at);
        if (c == '*') {
            return new Piece(Piece.Kind.ANY, "*");
        }
        if (c == '}') {
            throw new BindingException("a } has no { before it");
        }
        if (c == '{') {
            int end = text.indexOf('}', at);
            String name = end < 0 ? "" : text.substring(at + 1, end);
            if (!NAME.matcher(name).matches()) {
                throw new BindingException("a placeholder is a name in braces, such as {ticket}");
            }
            return new Piece(Piece.Kind.TEXT, name);
        }
        int end = at;
        while (end < text.length() && "*{}".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return new Piece(Piece.Kind.LITERAL, text.substring(at, end));
    }

    /** The same in which these placeholders stand for numbers. */
    MailPattern withNumbers(Set<String> numbers) {
        return new MailPattern(
                pieces.stream()
                        .map(piece -> piece.isPlaceholder() && numbers.contains(piece.text())
                                ? new Piece(Piece.Kind.NUMBER, piece.text())
                                : piece)
                        .toList(),
                address);
    }

    /** Its placeholders in their order. */
    List<String> names() {
        return names;
    }

    /** How much of a text it knows: the more, the more it decides; a placeholder that is a number counts for less than a character. */
    public int specificity() {
        int characters = 0;
        int numbers = 0;
        for (Piece piece : pieces) {
            characters += piece.kind() == Piece.Kind.LITERAL ? piece.text().length() : 0;
            numbers += piece.kind() == Piece.Kind.NUMBER ? 1 : 0;
        }
        return 100 * characters + Math.min(99, numbers);
    }

    /** Whether there is a text that fits both. */
    public boolean overlaps(MailPattern other) {
        return Overlap.of(pieces, other.pieces, address);
    }

    /** What stands in the place of its placeholders, or null where the text does not fit. */
    public @Nullable Map<String, String> match(String text) {
        Matcher matcher = expression.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            found.put(names.get(i), matcher.group(i + 1));
        }
        return found;
    }
}
