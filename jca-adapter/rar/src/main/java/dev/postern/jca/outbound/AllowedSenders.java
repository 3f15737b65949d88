package dev.postern.jca.outbound;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.smtp.delivery.RouteTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As whom an application may send. */
final class AllowedSenders {
    static final AllowedSenders ANYONE = new AllowedSenders(null);

    /** A domain that every recipient might have: senders alone count here. */
    private static final Domain ANY = Domain.parse("example.org");

    private final @Nullable RouteTable<Boolean> table;

    private AllowedSenders(@Nullable RouteTable<Boolean> table) {
        this.table = table;
    }

    /**
     * Reads addresses, domains, {@code *.} and a domain, and {@code <>}.
     *
     * @throws IllegalArgumentException if one is none of these; the message repeats it
     */
    static AllowedSenders parse(List<String> patterns) {
        if (patterns.isEmpty()) {
            return ANYONE;
        }
        RouteTable<Boolean> table = new RouteTable<>();
        table.add(List.of(), patterns, true);
        return new AllowedSenders(table);
    }

    /** Whether anyone may. */
    boolean areAll() {
        return table == null;
    }

    /** @param sender null for nobody */
    boolean include(@Nullable Address sender) {
        return table == null || table.find(sender, ANY).isPresent();
    }
}
