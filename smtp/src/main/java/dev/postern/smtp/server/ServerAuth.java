package dev.postern.smtp.server;

import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.LoginThrottle;
import dev.postern.smtp.auth.SaslMechanisms;
import java.time.Clock;

/** Who may log in to a server, and how (RFC 4954). */
public final class ServerAuth {
    private final Authenticator authenticator;
    private final SaslMechanisms mechanisms;
    private final LoginThrottle throttle;
    private final boolean plaintext;

    /**
     * @param authenticator judges clients
     * @param plaintext whether AUTH is offered without TLS too, where passwords can be read on the way
     * @param clock tells when failed logins are forgotten
     */
    public ServerAuth(Authenticator authenticator, boolean plaintext, Clock clock) {
        this.authenticator = authenticator;
        this.mechanisms = new SaslMechanisms(authenticator);
        this.throttle = new LoginThrottle(clock);
        this.plaintext = plaintext;
    }

    SaslMechanisms mechanisms() {
        return mechanisms;
    }

    LoginThrottle throttle() {
        return throttle;
    }

    boolean plaintext() {
        return plaintext;
    }

    void close() {
        authenticator.close();
    }
}
