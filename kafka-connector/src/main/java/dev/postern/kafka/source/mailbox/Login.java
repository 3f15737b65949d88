package dev.postern.kafka.source.mailbox;

import dev.postern.smtp.login.BrokenExchangeException;
import dev.postern.smtp.login.LoginChannel;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.smtp.login.PasswordProof;
import dev.postern.smtp.login.Proof;
import dev.postern.smtp.login.TokenProof;
import dev.postern.smtp.login.TokenSource;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Who we are to a mailbox's server. Used by several threads at the same time. */
public final class Login {
    private static final long PATIENCE_SECONDS = 60;

    private final String user;
    private final String password;
    private final Proof passwordProof;
    private final @Nullable TokenSource tokens;
    private final MechanismChoice choice;

    private Login(String user, String password, @Nullable TokenSource tokens, MechanismChoice choice) {
        this.user = user;
        this.password = password;
        this.passwordProof = new PasswordProof(user, password);
        this.tokens = tokens;
        this.choice = choice;
    }

    public static Login byPassword(String user, String password, MechanismChoice choice) {
        return new Login(user, password, null, choice);
    }

    public static Login byTokens(String user, TokenSource tokens, MechanismChoice choice) {
        return new Login(user, "", tokens, choice);
    }

    public String user() {
        return user;
    }

    /**
     * What proves who we are; may wait for a token endpoint.
     *
     * @throws IOException if there is no token; the message says why, and holds no secret
     */
    private Proof proof() throws IOException {
        if (tokens == null) {
            return passwordProof;
        }
        try {
            return new TokenProof(user, tokens.token().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a token", e);
        } catch (TimeoutException e) {
            throw new IOException("there is no token within " + PATIENCE_SECONDS + " s", e);
        } catch (ExecutionException e) {
            Throwable cause =
                    e.getCause() instanceof CompletionException && e.getCause().getCause() != null
                            ? e.getCause().getCause()
                            : e.getCause();
            throw new IOException("there is no token: " + (cause == null ? e : cause.getMessage()), e);
        }
    }

    /**
     * Logs a connection in; a token that the server refuses is replaced once.
     *
     * @param commands what is said over the socket
     * @throws LoginRefusedException if the server does not let us in
     * @throws IOException if it can't be asked, or there is no token
     */
    public void run(GuardedSocket socket, LoginCommands commands) throws IOException {
        if (tokens != null && !socket.isSecured()) { // RFC 6750 §5.3: a token serves whoever has it
            throw new LoginRefusedException("a token is shown to a server with a verified certificate only");
        }
        LoginChannel channel = socket.channel();
        Set<LoginMechanism> offered = commands.offered();
        Proof proof = proof();
        try {
            attempt(proof, offered, channel, commands);
        } catch (LoginRefusedException e) {
            Proof next = refused(proof) ? proof() : proof;
            if (next.equals(proof)) {
                throw e;
            }
            attempt(next, offered, channel, commands);
        }
    }

    private void attempt(Proof proof, Set<LoginMechanism> offered, LoginChannel channel, LoginCommands commands)
            throws IOException {
        LoginMechanism mechanism = choice.of(offered, channel, tokens != null);
        if (mechanism != null) {
            try {
                commands.authenticate(mechanism, proof.begin(mechanism, offered, channel));
            } catch (BrokenExchangeException e) {
                throw new LoginRefusedException(mechanism + " can't be: " + e.getMessage());
            }
        } else if (tokens == null && choice.isFree() && commands.takesPassword()) {
            commands.byPassword(user, password);
        } else {
            throw new LoginRefusedException("the server offers no login that we can and may use, but has: " + offered);
        }
    }

    /** Takes note that the server refused this; true if there may be another one by now. */
    private boolean refused(Proof proof) {
        if (tokens != null && proof instanceof TokenProof shown) {
            tokens.refused(shown.token());
            return true;
        }
        return false;
    }

    /** No secret. */
    @Override
    public String toString() {
        return "Login[" + user + "]";
    }
}
