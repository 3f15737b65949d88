package dev.postern.mail.spf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A text with holes that are filled from what is judged (RFC 7208 §7). */
final class Macro {
    private final List<Piece> pieces;

    Macro(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** A stretch of it. */
    sealed interface Piece permits Literal, Hole {}

    /** A stretch that stays as it is. */
    record Literal(String text) implements Piece {}

    /**
     * A stretch that is filled.
     *
     * @param letter which value, in lower case
     * @param escaped whether what can't stand in a URL is escaped
     * @param keep how many parts on the right are kept; 0 for all
     * @param reversed whether the parts are turned around
     * @param delimiters what divides parts; empty for the dot
     */
    record Hole(char letter, boolean escaped, int keep, boolean reversed, String delimiters) implements Piece {
        String filled(MacroValues values) {
            String value = transformed(values.of(letter));
            return escaped ? urlEscaped(value) : value;
        }

        private String transformed(String value) {
            if (keep == 0 && !reversed && delimiters.isEmpty()) {
                return value;
            }
            List<String> parts = parts(value, delimiters.isEmpty() ? "." : delimiters);
            if (reversed) {
                Collections.reverse(parts);
            }
            int dropped = keep == 0 ? 0 : Math.max(0, parts.size() - keep);
            return String.join(".", parts.subList(dropped, parts.size()));
        }

        private static List<String> parts(String value, String delimiters) {
            List<String> parts = new ArrayList<>();
            int start = 0;
            for (int i = 0; i <= value.length(); i++) {
                if (i == value.length() || delimiters.indexOf(value.charAt(i)) >= 0) {
                    parts.add(value.substring(start, i));
                    start = i + 1;
                }
            }
            return parts;
        }
    }

    /** Whether it has a hole for this value, given in lower case. */
    boolean uses(char letter) {
        return pieces.stream().anyMatch(piece -> piece instanceof Hole hole && hole.letter() == letter);
    }

    /** Whether a term with it matches nothing, as no name in DNS holds such a local part (RFC 8616 §4). */
    boolean isBeyondDns(MacroValues values) {
        return values.hasForeignLocalPart() && (uses('l') || uses('s'));
    }

    /** The name that it makes, on the left as short as it must be (RFC 7208 §7.3), in lower case and without a final dot. */
    String name(MacroValues values) {
        List<String> filled = new ArrayList<>();
        int length = 0;
        // From the right: of a giant the left end is dropped, and need not be made.
        for (int i = pieces.size() - 1; i >= 0 && length <= TargetName.MAX_LENGTH + 1; i--) {
            String text = text(pieces.get(i), values);
            filled.add(text);
            length += text.length();
        }
        Collections.reverse(filled);
        return TargetName.fitting(TargetName.normalized(String.join("", filled)));
    }

    /** The text that it makes, or null if that is longer than so many characters. */
    @Nullable
    String text(MacroValues values, int most) {
        StringBuilder filled = new StringBuilder();
        for (Piece piece : pieces) {
            filled.append(text(piece, values));
            if (filled.length() > most) {
                return null;
            }
        }
        return filled.toString();
    }

    private static String text(Piece piece, MacroValues values) {
        return piece instanceof Hole hole ? hole.filled(values) : ((Literal) piece).text();
    }

    // RFC 3986 §2.3: all but the unreserved characters
    private static String urlEscaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            boolean unreserved = octet > 0 && (Character.isLetterOrDigit(octet) || "-._~".indexOf(octet) >= 0);
            escaped.append(unreserved ? String.valueOf((char) octet) : String.format(Locale.ROOT, "%%%02X", octet));
        }
        return escaped.toString();
    }
}
