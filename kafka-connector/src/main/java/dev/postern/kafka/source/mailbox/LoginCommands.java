package dev.postern.kafka.source.mailbox;

import dev.postern.smtp.login.ClientExchange;
import dev.postern.smtp.login.LoginMechanism;
import java.io.IOException;
import java.util.Set;

/** The commands of a protocol by which a connection logs in. */
public interface LoginCommands {
    /** The mechanisms of SASL that the server offers. */
    Set<LoginMechanism> offered() throws IOException;

    /**
     * Logs in by a mechanism.
     *
     * @throws LoginRefusedException if the server does not let us in
     */
    void authenticate(LoginMechanism mechanism, ClientExchange exchange) throws IOException;

    /** Whether the server takes a password without a mechanism. */
    boolean takesPassword();

    /**
     * Logs in by a password as it is.
     *
     * @throws LoginRefusedException if the server does not let us in
     */
    void byPassword(String user, String password) throws IOException;
}
