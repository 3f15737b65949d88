package dev.postern.smtp.client;

import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import dev.postern.smtp.login.BrokenExchangeException;
import dev.postern.smtp.login.LoginChannel;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.login.Proof;
import dev.postern.smtp.sasl.ChannelBindings;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Logs a session in (RFC 4954): chooses a mechanism, gets what proves us, and has a token that the server refuses replaced once. Used on the
 * event loop.
 *
 * <p>All failures are of class 4: that a login fails says nothing of the mail.
 */
final class Authentication {
    private static final int REFUSED = 535;

    private final ClientSession session;
    private final ClientLogin login;
    private final LoginChannel channel;
    private final Set<LoginMechanism> offered;

    /** To be made behind the last EHLO. */
    Authentication(ClientSession session, ClientLogin login) {
        this.session = session;
        this.login = login;
        this.channel = channel(session);
        this.offered = EnumSet.noneOf(LoginMechanism.class);
        for (LoginMechanism mechanism : LoginMechanism.values()) {
            if (session.capabilities().offersAuth(mechanism.keyword())) {
                offered.add(mechanism);
            }
        }
    }

    /** Completes on the event loop; fails with {@link ClientFailure}. */
    CompletableFuture<?> run() {
        if (!channel.encrypted() && !login.byToken() && !login.plaintext()) {
            return failed("4.7.11", "AUTH with " + peer() + " needs TLS: a password is not sent in plaintext");
        }
        if (login.byToken() && !channel.verified()) { // RFC 6750 §5.3: a token serves whoever has it
            return failed("4.7.11", "AUTH with " + peer() + " by a token needs TLS with a verified certificate");
        }
        LoginMechanism mechanism = login.choice().of(offered, channel, login.byToken());
        if (mechanism == null) {
            return failed("4.7.4", peer() + " offers no AUTH that we can and may use, but has: " + listed());
        }
        return proof().thenCompose(proof -> attempt(mechanism, proof).thenCompose(result -> {
            boolean refused = result.reply().code() == REFUSED && login.refused(proof);
            return refused ? again(mechanism, proof, result) : concluded(mechanism, result);
        }));
    }

    private CompletableFuture<Reply> again(LoginMechanism mechanism, Proof refused, AuthExchange.Result result) {
        return proof().thenCompose(proof -> proof.equals(refused)
                ? concluded(mechanism, result)
                : attempt(mechanism, proof).thenCompose(last -> concluded(mechanism, last)));
    }

    private CompletableFuture<AuthExchange.Result> attempt(LoginMechanism mechanism, Proof proof) {
        try {
            return new AuthExchange(
                            session, mechanism.keyword(), step(mechanism), proof.begin(mechanism, offered, channel))
                    .run();
        } catch (BrokenExchangeException e) {
            return CompletableFuture.failedFuture(
                    ClientFailure.of("4.7.8", step(mechanism) + " can't be: " + e.getMessage(), e)
                            .ofLogin());
        }
    }

    private CompletableFuture<Reply> concluded(LoginMechanism mechanism, AuthExchange.Result result) {
        Reply reply = result.reply();
        if (reply.code() == 235) {
            return CompletableFuture.completedFuture(reply);
        }
        String refusal = result.refusal() == null ? "" : " (" + result.refusal() + ")";
        return CompletableFuture.failedFuture(ClientFailure.refused(status(reply), step(mechanism) + refusal, reply)
                .ofLogin());
    }

    // RFC 4954 §6: 454 says nothing of the credentials
    private static String status(Reply reply) {
        EnhancedCode enhanced = reply.enhanced();
        if (!reply.isTransient()) {
            return "4.7.8";
        }
        return enhanced == null ? "4.7.0" : enhanced.toString();
    }

    private CompletableFuture<Proof> proof() {
        return login.proof()
                .handleAsync(
                        (proof, failure) -> failure == null
                                ? CompletableFuture.completedFuture(proof)
                                : Authentication.<Proof>failed(
                                        "4.7.0",
                                        "AUTH with " + peer() + " has no token: "
                                                + ClientFailure.unwrapped(failure)
                                                        .getMessage()),
                        session.channel().eventLoop())
                .toCompletableFuture()
                .thenCompose(proof -> proof);
    }

    private String step(LoginMechanism mechanism) {
        return "AUTH " + mechanism.keyword() + " as " + login.user() + " to " + peer();
    }

    private String peer() {
        return session.settings().peer();
    }

    private String listed() {
        String listed = session.capabilities().extensions().getOrDefault("AUTH", "");
        return listed.isEmpty() ? "none" : listed;
    }

    private static LoginChannel channel(ClientSession session) {
        ClientSettings settings = session.settings();
        SSLSession tls = session.tls();
        return new LoginChannel(
                tls != null,
                tls != null && settings.tls().verifies(),
                tls == null ? ChannelBindings.NONE : bindings(tls),
                settings.server().name(),
                settings.server().port());
    }

    private static ChannelBindings bindings(SSLSession tls) {
        try {
            return tls.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? ChannelBindings.ofServer(certificate)
                    : ChannelBindings.NONE;
        } catch (SSLPeerUnverifiedException e) {
            return ChannelBindings.NONE;
        }
    }

    private static <T> CompletableFuture<T> failed(String status, String message) {
        return CompletableFuture.failedFuture(ClientFailure.of(status, message).ofLogin());
    }
}
