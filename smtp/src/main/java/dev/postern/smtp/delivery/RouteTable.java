package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Routes by the domain of the recipient and by the sender. A route may ask for one of them or for both.
 *
 * <p>The best fit counts, first for the recipient, then for the sender: a domain before what it is under, a longer {@code *.} before a shorter,
 * an address before its domain, anything before what holds for all. Filled by one thread, then read by any number.
 *
 * @param <T> what stands for a route
 */
public final class RouteTable<T> {
    private final DomainTable<SenderTable<T>> recipients = new DomainTable<>();
    private final SenderTable<T> anyRecipient = new SenderTable<>();

    /**
     * Adds a route.
     *
     * @param recipients domains such as {@code bank.example} and {@code *.bank.example}; empty: any
     * @param senders addresses, domains in these forms, and {@code <>}; empty: any
     * @throws IllegalArgumentException if one of these is none, or another route has it too; the message repeats it
     */
    public void add(List<String> recipients, List<String> senders, T route) {
        if (recipients.isEmpty()) {
            add(anyRecipient, "any recipient", senders, route);
        }
        for (String recipient : recipients) {
            DomainPattern pattern = DomainPattern.parse(recipient);
            SenderTable<T> table = this.recipients.get(pattern);
            if (table == null) {
                table = new SenderTable<>();
                this.recipients.put(pattern, table);
            }
            add(table, recipient, senders, route);
        }
    }

    private static <T> void add(SenderTable<T> table, String recipient, List<String> senders, T route) {
        if (senders.isEmpty() && table.putForAny(route) != null) {
            throw new IllegalArgumentException(recipient + ": there is another route for this");
        }
        for (String sender : senders) {
            if (table.put(sender, route) != null) {
                throw new IllegalArgumentException(sender + " to " + recipient + ": there is another route for this");
            }
        }
    }

    /**
     * The route that fits best.
     *
     * @param reversePath of the mail, or null for {@code <>}
     */
    public Optional<T> find(@Nullable Address reversePath, Domain recipient) {
        for (SenderTable<T> senders : recipients.of(recipient)) {
            T route = senders.of(reversePath);
            if (route != null) {
                return Optional.of(route);
            }
        }
        return Optional.ofNullable(anyRecipient.of(reversePath));
    }
}
