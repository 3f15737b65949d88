package dev.postern.smtp.delivery;

import dev.postern.mail.dns.MailExchanger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** The order of MX records (RFC 5321 §5.1). */
final class Exchangers {
    private Exchangers() {}

    /** By preference, those of the same preference in an order of chance, so that load spreads. */
    static List<MailExchanger> ordered(List<MailExchanger> records, Random random) {
        List<MailExchanger> ordered = new ArrayList<>(records);
        Collections.shuffle(ordered, random);
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
}
