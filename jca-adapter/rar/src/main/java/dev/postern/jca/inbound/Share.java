package dev.postern.jca.inbound;

import dev.postern.mail.Address;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.Envelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a mail one call of a bean gets.
 *
 * @param bean it
 * @param envelope the mail's, with the recipients of this call and of nobody else
 */
record Share(BoundBean bean, Envelope envelope) {
    /** What goes together: all recipients of a bean, or one. */
    private record Call(BoundBean bean, @Nullable Address only) {}

    /** Divides a mail into the calls that it needs, in the order of its recipients; null where there is no bean for one of them now. */
    static @Nullable List<Share> of(Envelope envelope, Bindings bindings) {
        Map<Call, List<Address>> calls = new LinkedHashMap<>();
        for (Address recipient : envelope.recipients()) {
            if (!(bindings.owner(recipient) instanceof Bindings.Present owner)) {
                return null;
            }
            boolean alone = owner.bean().settings().mode() == DeliveryMode.RECIPIENT;
            List<Address> together =
                    calls.computeIfAbsent(new Call(owner.bean(), alone ? recipient : null), call -> new ArrayList<>(1));
            if (!alone || together.isEmpty()) { // a client may name one twice
                together.add(recipient);
            }
        }
        List<Share> shares = new ArrayList<>(calls.size());
        calls.forEach((call, recipients) -> shares.add(new Share(call.bean(), part(envelope, recipients))));
        return shares;
    }

    /** The same without the recipients that have the mail already; null where none is left. */
    @Nullable
    Share without(Set<Address> served) {
        List<Address> left = envelope.recipients().stream()
                .filter(recipient -> !served.contains(recipient))
                .toList();
        return left.isEmpty() ? null : new Share(bean, part(envelope, left));
    }

    private static Envelope part(Envelope whole, List<Address> recipients) {
        if (recipients.size() == whole.recipients().size()) {
            return whole;
        }
        Map<Address, DsnRequest.Recipient> asked = new HashMap<>(whole.dsn().recipients());
        asked.keySet().retainAll(recipients);
        return whole.toBuilder()
                .recipients(recipients)
                .dsn(whole.dsn().withRecipients(asked))
                .build();
    }
}
