package dev.postern.jca;

import dev.postern.mail.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mail that some or all of its recipients do not get. */
public final class MailSendException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Address> delivered;
    private final transient List<Address> deferred;
    private final transient List<Address> refused;
    private final transient @Nullable MailRejectedException rejection;

    /**
     * An exception.
     *
     * @param message why, with the reply of the server where there was one
     * @param delivered who gets it all the same
     * @param deferred who may get it when it is sent again
     * @param refused who never will
     */
    public MailSendException(String message, List<Address> delivered, List<Address> deferred, List<Address> refused) {
        this(message, delivered, deferred, refused, null);
    }

    /**
     * An exception of a mail that was handed on while its client waits.
     *
     * @param rejection what to answer the client; null for what follows from who gets it
     */
    public MailSendException(
            String message,
            List<Address> delivered,
            List<Address> deferred,
            List<Address> refused,
            @Nullable MailRejectedException rejection) {
        super(message);
        this.rejection = rejection;
        this.delivered = List.copyOf(delivered);
        this.deferred = List.copyOf(deferred);
        this.refused = List.copyOf(refused);
    }

    /** A mail that was sent to nobody. */
    public MailSendException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.rejection = null;
        this.delivered = List.of();
        this.deferred = List.of();
        this.refused = List.of();
    }

    /** Who gets it all the same. */
    public List<Address> delivered() {
        return delivered == null ? List.of() : delivered;
    }

    /** Who may get it when it is sent again. */
    public List<Address> deferred() {
        return deferred == null ? List.of() : deferred;
    }

    /** Who never will. */
    public List<Address> refused() {
        return refused == null ? List.of() : refused;
    }

    /**
     * What a bean that hands mail on answers its own client: 4yz unless the mail was refused for good and nobody may get it when it is sent again (RFC 5321 §4.2.1).
     */
    public MailRejectedException rejection() {
        if (rejection != null) {
            return rejection;
        }
        return deferred().isEmpty() && !refused().isEmpty()
                ? new MailRejectedException(554, "5.0.0", "The next server refuses the mail")
                : new MailRejectedException(
                        451, "4.3.0", "Not delivered now; the mail stays with you, try again later");
    }
}
