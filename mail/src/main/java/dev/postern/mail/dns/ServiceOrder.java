package dev.postern.mail.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** The order in which a client tries the servers of a service (RFC 2782). */
public final class ServiceOrder {
    /** The order is found by a walk over the rest for each record, and strangers write as many as they like. */
    private static final int MAX_RECORDS = 64;

    private ServiceOrder() {}

    /**
     * By priority, and among those of the same priority by chance, a server of twice the weight twice as often first. Those that say that
     * the service is not offered are left out, and of more than 64 the last ones.
     */
    public static List<ServiceRecord> of(List<ServiceRecord> records, RandomGenerator random) {
        List<ServiceRecord> left = new ArrayList<>(records.stream()
                .filter(record -> !record.isNull())
                // where the lot is zero the first one is taken: so those of weight zero stand first
                .sorted(Comparator.comparingInt(ServiceRecord::priority).thenComparingInt(ServiceRecord::weight))
                .limit(MAX_RECORDS)
                .toList());
        List<ServiceRecord> ordered = new ArrayList<>(left.size());
        while (!left.isEmpty()) {
            ordered.add(left.remove(drawn(left, random)));
        }
        return ordered;
    }

    private static int drawn(List<ServiceRecord> left, RandomGenerator random) {
        int priority = left.get(0).priority();
        int sum = left.stream()
                .filter(record -> record.priority() == priority)
                .mapToInt(ServiceRecord::weight)
                .sum();
        int lot = random.nextInt(sum + 1);
        int index = 0;
        for (int running = left.get(0).weight();
                running < lot;
                running += left.get(index).weight()) {
            index++;
        }
        return index;
    }
}
