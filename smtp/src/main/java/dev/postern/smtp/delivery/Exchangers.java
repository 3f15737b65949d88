package dev.postern.smtp.delivery;

import dev.postern.mail.dns.MailExchanger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The order of MX records (RFC 5321 §5.1). */
final class Exchangers {
    private Exchangers() {}

    /** By preference, those of the same preference in an order of chance, so that load spreads. */
    static List<MailExchanger> ordered(List<MailExchanger> records, RandomGenerator random) {
        List<MailExchanger> ordered = shuffled(records, random);
        ordered.sort(Comparator.comparingInt(MailExchanger::preference));
        return ordered;
    }

    /** Without those that are us, and without those of the same or a higher number: they would send the mail back to us. */
    static List<MailExchanger> before(Predicate<MailExchanger> us, List<MailExchanger> records) {
        int ours = records.stream()
                .filter(us)
                .mapToInt(MailExchanger::preference)
                .min()
                .orElse(Integer.MAX_VALUE);
        return records.stream().filter(record -> record.preference() < ours).toList();
    }

    static <T> List<T> shuffled(List<T> all, RandomGenerator random) {
        List<T> shuffled = new ArrayList<>(all);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }
}
