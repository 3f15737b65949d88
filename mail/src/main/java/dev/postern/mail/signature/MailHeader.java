package dev.postern.mail.signature;

import dev.postern.mail.HeaderFields;
import dev.postern.mail.InvalidMailException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header of a mail as it is signed: field by field, octet for octet. */
public final class MailHeader {
    private final HeaderFields read;
    private final int size;
    private final Map<String, Named> byName;

    private MailHeader(HeaderFields read, byte[] octets) {
        this.read = read;
        this.size = octets.length;
        this.byName = new HashMap<>(2 * read.fields().size());
        for (HeaderFields.Field each : read.fields()) {
            HeaderField field = field(each, octets);
            Named others = byName.get(field.name());
            if (others == null) {
                others = new Named(byName.size(), new ArrayList<>(1));
                byName.put(field.name(), others);
            }
            others.fields().add(field);
        }
    }

    /** The fields of one name from the top, which is the how-manieth of all names. */
    private record Named(int index, List<HeaderField> fields) {}

    /**
     * Reads a header.
     *
     * @param octets up to the empty line, which don't change any more
     * @throws InvalidMailException if there is a line in it that belongs to no field, or a NUL
     */
    public static MailHeader parse(byte[] octets) {
        HeaderFields read = HeaderFields.of(octets);
        if (!read.readAhead().isEmpty()) {
            // RFC 6376 §3.8: what others may read otherwise is not to be signed, nor believed
            throw new InvalidMailException("a line of the header belongs to no field");
        }
        return new MailHeader(read, octets);
    }

    private static HeaderField field(HeaderFields.Field field, byte[] octets) {
        String name = FieldNames.lowerCase(octets, field.start(), field.nameEnd());
        return new HeaderField(name, octets, field.start(), field.valueStart(), field.valueEnd());
    }

    /** The fields as they stand in the mail. */
    public HeaderFields read() {
        return read;
    }

    /** The fields of this name from the top, in any case. */
    public List<HeaderField> named(String name) {
        Named named = byName.get(name.toLowerCase(Locale.ROOT));
        return named == null ? List.of() : named.fields();
    }

    /**
     * The names that a signature of this header covers (RFC 6376 §5.4.2, §8.15).
     *
     * @param sealed of fields of which nobody may add one: each once more than it is there
     * @param signed of fields that are signed where they are there: each as often
     */
    public List<String> covered(List<String> sealed, List<String> signed) {
        List<String> names = new ArrayList<>();
        sealed.forEach(name -> names.addAll(Collections.nCopies(named(name).size() + 1, name)));
        signed.forEach(name -> names.addAll(Collections.nCopies(named(name).size(), name)));
        return names;
    }

    /**
     * The fields that have these names in canonical form, one after the other. A name that stands there again takes the next field above, and one
     * for which there is none left takes nothing (RFC 6376 §5.4.2).
     *
     * @param names in any case
     */
    public SignedText canonical(List<String> names, Canonicalization form) {
        return canonical(
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList(), form, null);
    }

    /**
     * The same as if one field were not there.
     *
     * @param names in lower case
     * @param except that field; null for none
     */
    @SuppressWarnings("ReferenceEquality") // this very field, not one that reads the same
    public SignedText canonical(List<String> names, Canonicalization form, @Nullable HeaderField except) {
        int[] taken = new int[byName.size()];
        SignedText canonical = new SignedText(size);
        for (String name : names) {
            Named named = byName.get(name);
            if (named == null) {
                continue;
            }
            List<HeaderField> fields = named.fields();
            int next = fields.size() - 1 - taken[named.index()];
            if (next >= 0 && fields.get(next) == except) {
                next--;
            }
            if (next >= 0) {
                canonical.line(fields.get(next), form);
            }
            taken[named.index()] = fields.size() - Math.max(0, next);
        }
        return canonical;
    }
}
