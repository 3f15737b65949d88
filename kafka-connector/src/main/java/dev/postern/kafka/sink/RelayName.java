package dev.postern.kafka.sink;

import dev.postern.mail.Address;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.provider.Provider;
import dev.postern.smtp.provider.ProviderTable;
import java.util.Locale;

/** What stands for a relay in the settings. */
sealed interface RelayName {
    /** Before the address of a user whose servers are to be found. */
    String AUTO = "auto:";

    /** A provider that is known. */
    record Known(Provider provider) implements RelayName {}

    /** Whoever takes mail from this user. */
    record ServerOf(Address user) implements RelayName {}

    /** @throws IllegalArgumentException if it stands for none; the message says what would */
    static RelayName parse(String text) {
        String name = text.strip();
        if (name.toLowerCase(Locale.ROOT).startsWith(AUTO)) {
            return serverOf(name.substring(AUTO.length()));
        }
        try {
            return new Known(ProviderTable.shipped().named(name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "; or " + AUTO + " and the address of a user", e);
        }
    }

    private static RelayName serverOf(String text) {
        try {
            Address user = Address.parse(text);
            if (!user.domain().isLiteral()) {
                return new ServerOf(user);
            }
        } catch (MalformedAddressException e) {
            throw new IllegalArgumentException(remedy() + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(remedy() + ", in a domain that DNS knows");
    }

    private static String remedy() {
        return "must be an address behind " + AUTO + ", such as " + AUTO + "susan@example.org";
    }
}
