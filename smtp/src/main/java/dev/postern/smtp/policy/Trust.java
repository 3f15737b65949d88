package dev.postern.smtp.policy;

import dev.postern.mail.Client;

/**
 * Which clients may relay (RFC 5321 §7.9): those that have logged in, and those of named networks, such as printers, which can't.
 *
 * @param networks whose clients need not log in
 */
public record Trust(Networks networks) {
    /** Only who has logged in. */
    public static final Trust IN_USERS = new Trust(Networks.NONE);

    /** Whether this client is one of them. */
    public boolean covers(Client client) {
        return client.user() != null || networks.contain(client.address());
    }

    /** A check that is asked about the other clients only. */
    public Check orElse(Check check) {
        return new StrangersCheck(this, check);
    }
}
