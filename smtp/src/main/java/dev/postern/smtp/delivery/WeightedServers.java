package dev.postern.smtp.delivery;

import dev.postern.smtp.client.MailServer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Servers that share the load: each mail draws the one that it tries first by weight, and the others stand behind it for backups, drawn in the same way.
 * A server of weight zero is a backup only.
 */
public final class WeightedServers {
    private final List<Weighted> servers;
    private final RandomGenerator random;

    private record Weighted(MailServer server, int weight) {}

    /**
     * @param weights one for each server; none where the servers are tried in their order
     * @param random used by several threads at the same time
     * @throws IllegalArgumentException if there is no server, if there are some weights but not one for each, or one is below zero, or all are zero
     */
    public WeightedServers(List<MailServer> servers, List<Integer> weights, RandomGenerator random) {
        boolean some = !weights.isEmpty();
        if (servers.isEmpty() || (some && weights.size() != servers.size())) {
            throw new IllegalArgumentException(servers.size() + " servers with " + weights.size() + " weights");
        }
        if (some
                && (weights.stream().anyMatch(each -> each < 0)
                        || weights.stream().allMatch(each -> each == 0))) {
            throw new IllegalArgumentException("weights are zero or more, and one of them is more, not " + weights);
        }
        List<Weighted> weighted = new ArrayList<>(servers.size());
        for (int i = 0; i < servers.size(); i++) {
            weighted.add(new Weighted(servers.get(i), some ? weights.get(i) : 0));
        }
        this.servers = List.copyOf(weighted);
        this.random = random;
    }

    /** The servers in the order in which one mail tries them. */
    List<MailServer> drawn() {
        List<Weighted> left = new ArrayList<>(servers);
        List<MailServer> order = new ArrayList<>(servers.size());
        long sum = servers.stream().mapToLong(Weighted::weight).sum();
        while (sum > 0) {
            Weighted next = left.remove(drawn(left, random.nextLong(sum)));
            order.add(next.server);
            sum -= next.weight;
        }
        left.forEach(backup -> order.add(backup.server));
        return order;
    }

    private static int drawn(List<Weighted> left, long lot) {
        int index = 0;
        for (long rest = lot - left.get(0).weight; rest >= 0; rest -= left.get(index).weight) {
            index++;
        }
        return index;
    }
}
