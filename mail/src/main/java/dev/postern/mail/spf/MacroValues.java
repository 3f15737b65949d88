package dev.postern.mail.spf;

import dev.postern.mail.Ascii;
import java.time.Instant;

/**
 * What the holes of macros are filled with (RFC 7208 §7.2).
 *
 * @param localPart of the sender
 * @param origin the domain of the sender
 * @param domain whose record is read
 * @param validated a name of the client that points back to it, or "unknown"
 * @param receiver who judges, or "unknown"
 */
record MacroValues(
        String localPart,
        String origin,
        String domain,
        ClientAddress client,
        String helo,
        String validated,
        String receiver,
        Instant now) {
    /** The value of a letter in lower case. */
    String of(char letter) {
        return switch (letter) {
            case 's' -> localPart + '@' + origin;
            case 'l' -> localPart;
            case 'o' -> origin;
            case 'd' -> domain;
            case 'i' -> client.dotted();
            case 'p' -> validated;
            case 'v' -> client.isV4() ? "in-addr" : "ip6";
            case 'h' -> helo;
            case 'c' -> client.readable();
            case 'r' -> receiver;
            case 't' -> Long.toString(now.getEpochSecond());
            default -> throw new IllegalArgumentException("no macro has the letter " + letter);
        };
    }

    /** The same where the policy of this domain is read. */
    MacroValues reading(String domainRead) {
        return new MacroValues(localPart, origin, domainRead, client, helo, validated, receiver, now);
    }

    MacroValues withValidated(String name) {
        return new MacroValues(localPart, origin, domain, client, helo, name, receiver, now);
    }

    boolean hasForeignLocalPart() {
        return !Ascii.holds(localPart);
    }
}
