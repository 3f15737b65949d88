package dev.postern.gateway.route;

import dev.postern.jca.Destination;
import dev.postern.jca.MailRejectedException;
import dev.postern.mail.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is to be done for one mail, in an order in which what can refuse a mail comes before what can't: other servers, then topics, then our own disk.
 *
 * @param steps each target once
 */
public record DeliveryPlan(List<Step> steps) {
    /** The mail at one target, for some recipients. */
    public record Step(Target target, List<Address> recipients) {
        private int rank() {
            if (target instanceof Target.Onward onward) {
                return onward.destination() instanceof Destination.Maildir ? 2 : 0;
            }
            return target instanceof Target.Topic ? 1 : 3;
        }
    }

    /**
     * Plans a mail.
     *
     * @throws MailRejectedException if a recipient is refused, or there is no such one; then nothing is to be done for any
     */
    public static DeliveryPlan of(RoutingTable table, List<Address> recipients) {
        Map<Target, List<Address>> targets = new LinkedHashMap<>();
        for (Address recipient : recipients) {
            Set<RoutingTable.Delivery> deliveries = table.deliveries(recipient);
            if (deliveries.isEmpty()) {
                throw new MailRejectedException(550, "5.1.1", "One of the recipients is not here any more");
            }
            for (RoutingTable.Delivery delivery : deliveries) {
                if (delivery.target() instanceof Target.Reject reject) {
                    throw new MailRejectedException(reject.code(), reject.enhancedCode(), reject.text());
                }
                List<Address> same = targets.computeIfAbsent(delivery.target(), target -> new ArrayList<>());
                if (!same.contains(delivery.recipient())) { // by way of another alias
                    same.add(delivery.recipient());
                }
            }
        }
        return new DeliveryPlan(targets.entrySet().stream()
                .map(entry -> new Step(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Step::rank))
                .toList());
    }
}
