package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.MalformedAddressException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which addresses a user may write as: those that are named for it, and itself where its name is an address, with or without a tag
 * ({@code bob+lists@example.org}).
 */
public final class LoginSenders {
    /** Every user writes as itself only. */
    public static final LoginSenders ITSELF = new LoginSenders(Map.of());

    private final Map<String, AddressPatterns> allowed;

    private LoginSenders(Map<String, AddressPatterns> allowed) {
        this.allowed = allowed;
    }

    /**
     * Reads lines such as {@code bob=info@example.org} and {@code shop=*@shop.example}; a user may have several.
     *
     * @throws IllegalArgumentException if one of them is none; the message repeats it
     */
    public static LoginSenders parse(List<String> texts) {
        Map<String, List<String>> patterns = new HashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException(
                        text + " is not a user and its address, such as bob=info@example.org");
            }
            patterns.computeIfAbsent(text.substring(0, equals).strip(), user -> new ArrayList<>())
                    .add(text.substring(equals + 1).strip());
        }
        Map<String, AddressPatterns> allowed = new HashMap<>();
        patterns.forEach((user, list) -> allowed.put(user, AddressPatterns.parse(list, true)));
        return new LoginSenders(allowed);
    }

    /** Whether the user may write as this address. */
    public boolean allow(String user, Address address) {
        AddressPatterns named = allowed.get(user);
        return (named != null && named.match(address)) || isItself(user, address);
    }

    private static boolean isItself(String user, Address address) {
        if (user.indexOf('@') < 0) {
            return false;
        }
        try {
            Address self = Address.parse(user);
            String local = address.localPart();
            int tag = local.indexOf('+');
            return self.domain().equals(address.domain())
                    && (local.equalsIgnoreCase(self.localPart())
                            || (tag > 0 && local.substring(0, tag).equalsIgnoreCase(self.localPart())));
        } catch (MalformedAddressException e) {
            return false;
        }
    }
}
