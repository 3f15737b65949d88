package dev.postern.mail.signature;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The hashes of one body that several signatures need, made in one pass: each form is made once, and each hash of it. */
public final class BodyHashes {
    private final Map<Canonicalization, Form> forms = new EnumMap<>(Canonicalization.class);

    /** One form of the body, and the hashes of it. */
    private static final class Form implements BodySink {
        private final List<BodyHash> hashes = new ArrayList<>();
        private final BodyFilter filter;

        Form(Canonicalization form) {
            filter = new BodyFilter(form, this);
        }

        @Override
        public void take(byte[] octets, int from, int to) {
            for (BodyHash hash : hashes) {
                hash.take(octets, from, to);
            }
        }
    }

    /**
     * The hash that will be made; to be called before the body comes.
     *
     * @param limit how many octets of the canonical form count, {@link BodyHash#ALL} for all
     */
    public BodyHash want(Canonicalization form, SignatureAlgorithm algorithm, long limit) {
        Form made = forms.computeIfAbsent(form, Form::new);
        for (BodyHash known : made.hashes) {
            if (known.is(algorithm, limit)) {
                return known;
            }
        }
        BodyHash hash = new BodyHash(algorithm, limit);
        made.hashes.add(hash);
        return hash;
    }

    /** Takes the next octets of the body, {@code [from, to)} of the array. */
    void update(byte[] octets, int from, int to) {
        for (Form form : forms.values()) {
            form.filter.update(octets, from, to);
        }
    }

    /** Ends the body: all hashes have their values. */
    void finish() {
        for (Form form : forms.values()) {
            form.filter.finish();
            form.hashes.forEach(BodyHash::finish);
        }
    }
}
