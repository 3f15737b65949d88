package dev.postern.mail.arc;

import dev.postern.mail.signature.HeaderField;
import dev.postern.mail.signature.MailHeader;
import dev.postern.mail.signature.MalformedSignatureException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The sets of a mail, sorted (RFC 8617 §5.2, steps 1 to 3).
 *
 * @param sets all of them from the first one on; none where the chain is broken
 * @param problem why it is broken; empty where it is not
 * @param highest the highest number that could be read; 0 where nobody has sealed the mail
 * @param ended whether the highest seal says that the chain was broken already
 */
record ArcChain(List<ArcSet> sets, String problem, int highest, boolean ended) {
    static final String RESULTS_FIELD = "ARC-Authentication-Results";

    /** Reads the sets of a header. */
    static ArcChain of(MailHeader header) {
        Kind results = new Kind(header.named(RESULTS_FIELD), ArcInstance::ofResults);
        Kind signatures = new Kind(header.named(ArcMessageSignature.FIELD), ArcInstance::of);
        Kind seals = new Kind(header.named(ArcSeal.FIELD), ArcInstance::of);
        int highest = Math.max(seals.highest, Math.max(results.highest, signatures.highest));
        if (saysFail(seals.fields.get(highest))) {
            return new ArcChain(List.of(), "the last who sealed the mail found its chain broken", highest, true);
        }
        try {
            return new ArcChain(sets(results, signatures, seals), "", highest, false);
        } catch (MalformedSignatureException e) {
            return new ArcChain(List.of(), String.valueOf(e.getMessage()), highest, false);
        }
    }

    private static List<ArcSet> sets(Kind results, Kind signatures, Kind seals) {
        int size = seals.size();
        if (results.size() != size || signatures.size() != size) {
            throw new MalformedSignatureException("a set that lacks a field");
        }
        return IntStream.rangeClosed(1, size)
                .mapToObj(instance -> set(instance, results, signatures, seals))
                .toList();
    }

    private static ArcSet set(int instance, Kind results, Kind signatures, Kind seals) {
        ArcSeal seal = new ArcSeal(seals.field(instance));
        if (!seal.status().equals(instance == 1 ? "none" : "pass")) {
            throw new MalformedSignatureException("a seal that says something else of the chain below it");
        }
        return new ArcSet(instance, results.field(instance), signatures.field(instance), seals.field(instance), seal);
    }

    private static boolean saysFail(@Nullable HeaderField seal) {
        try {
            return seal != null && new ArcSeal(seal).status().equals(ArcResult.FAIL.toString());
        } catch (MalformedSignatureException e) {
            return false;
        }
    }

    boolean isEmpty() {
        return highest == 0 && problem.isEmpty();
    }

    /** The fields of one kind by their numbers. */
    private static final class Kind {
        private final Map<Integer, HeaderField> fields = new HashMap<>();
        private final List<HeaderField> all;
        private int unreadable;
        private int highest;

        Kind(List<HeaderField> all, ToIntFunction<String> instance) {
            this.all = all;
            for (HeaderField field : all) {
                try {
                    int number = instance.applyAsInt(field.value());
                    fields.put(number, field);
                    highest = Math.max(highest, number);
                } catch (MalformedSignatureException e) {
                    unreadable++;
                }
            }
        }

        /** How many sets there are by this kind. */
        int size() {
            if (all.size() > ArcInstance.MOST) {
                throw new MalformedSignatureException("more than " + ArcInstance.MOST + " sets");
            }
            if (unreadable > 0) {
                throw new MalformedSignatureException("a field without the number of its set");
            }
            if (fields.size() < all.size()) {
                throw new MalformedSignatureException("a set with two fields of a kind");
            }
            return all.size();
        }

        HeaderField field(int instance) {
            HeaderField field = fields.get(instance);
            if (field == null) {
                throw new MalformedSignatureException("a gap between the sets");
            }
            return field;
        }
    }
}
