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

    /**
     * An exception.
     *
     * @param message why, with the reply of the server where there was one
     * @param delivered who gets it all the same
     * @param deferred who may get it when it is sent again
     * @param refused who never will
     */
    public MailSendException(String message, List<Address> delivered, List<Address> deferred, List<Address> refused) {
        super(message);
        this.delivered = List.copyOf(delivered);
        this.deferred = List.copyOf(deferred);
        this.refused = List.copyOf(refused);
    }

    /** A mail that was sent to nobody. */
    public MailSendException(String message, @Nullable Throwable cause) {
        super(message, cause);
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
}
