package dev.postern.smtp.client;

import dev.postern.smtp.Reply;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Brings a new connection to where mail can be sent: greeting, EHLO or LHLO, STARTTLS, AUTH. */
final class Handshake {
    private final ClientSession session;
    private final ClientSettings settings;

    Handshake(ClientSession session) {
        this.session = session;
        this.settings = session.settings();
    }

    /** Completes on the event loop, with the session or with a {@link ClientFailure}. */
    CompletableFuture<ClientSession> run() {
        return session.greeting()
                .thenCompose(greeting -> required(greeting, 220, "4.3.2", "connecting to " + settings.peer()))
                .thenCompose(greeted -> hello())
                .thenCompose(done -> secure())
                .thenCompose(done -> authenticate())
                .thenApply(done -> session);
    }

    /** Wraps the connection in TLS; called on the event loop. */
    static SslHandler tls(ClientSettings settings, ByteBufAllocator allocator) {
        SslHandler handler = settings.tlsContext()
                .newHandler(
                        allocator,
                        settings.server().tlsName(),
                        settings.server().port());
        handler.setHandshakeTimeoutMillis(settings.timeouts().connect().toMillis());
        Assurance assurance = settings.server().assurance();
        boolean byName =
                assurance == null || assurance.mode() != TlsMode.REQUIRED; // else its trust manager looks at it
        if (settings.tls().verifies() && byName) {
            SSLEngine engine = handler.engine();
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(
                    "HTTPS"); // names of the certificate, RFC 6125 by way of RFC 2818
            engine.setSSLParameters(parameters);
        }
        return handler;
    }

    private CompletableFuture<Reply> hello() {
        MailProtocol protocol = settings.server().protocol();
        return session.say(protocol.hello() + " " + settings.hello()).thenCompose(reply -> {
            if (reply.code() == 250) {
                session.offered(Capabilities.of(reply));
                return CompletableFuture.completedFuture(reply);
            }
            if (reply.isTransient() || protocol == MailProtocol.LMTP) {
                return required(reply, 250, "4.3.2", protocol.hello() + " to " + settings.peer());
            }
            session.offered(Capabilities.NONE); // RFC 5321 §3.2: an old server
            return session.say("HELO " + settings.hello())
                    .thenCompose(helo -> required(helo, 250, "4.3.2", "HELO to " + settings.peer()));
        });
    }

    private CompletableFuture<?> secure() {
        boolean offered = session.capabilities().offers("STARTTLS");
        if (settings.tls() == TlsMode.IMPLICIT) {
            return CompletableFuture.completedFuture(null);
        }
        if (settings.tls() == TlsMode.NONE) {
            count(TlsResult.NOT_TRIED);
            return CompletableFuture.completedFuture(null);
        }
        if (!offered) {
            count(TlsResult.NOT_OFFERED);
            if (settings.tls() == TlsMode.OPPORTUNISTIC) {
                return CompletableFuture.completedFuture(null);
            }
            return failed(ClientFailure.of("4.7.4", settings.peer() + " offers no STARTTLS, which is required")
                    .unprotected());
        }
        return session.say("STARTTLS")
                .thenCompose(reply -> {
                    if (reply.code() == 220) {
                        return CompletableFuture.completedFuture(reply);
                    }
                    count(TlsResult.REFUSED);
                    return Handshake.<Reply>failed(
                            ClientFailure.refused("4.7.4", "STARTTLS to " + settings.peer(), reply)
                                    .unprotected());
                })
                .thenCompose(ready -> handshake())
                .thenCompose(secured -> hello()); // RFC 3207 §4.2: what was said before is void
    }

    private CompletableFuture<?> handshake() {
        if (session.hasUnreadInput()) {
            count(TlsResult.FAILED);
            return failed(ClientFailure.of("4.7.5", settings.peer() + " sent more than its reply to STARTTLS")
                    .unprotected());
        }
        CompletableFuture<SslHandler> done = new CompletableFuture<>();
        SslHandler handler = tls(settings, session.channel().alloc());
        session.offered(Capabilities.NONE);
        session.channel().pipeline().addFirst(handler);
        handler.handshakeFuture().addListener(handshake -> {
            count(settings, handshake.cause());
            if (handshake.isSuccess()) {
                done.complete(handler);
            } else {
                done.completeExceptionally(tlsFailure(settings, handshake.cause()));
            }
        });
        return done;
    }

    private void count(TlsResult result) {
        settings.tlsResults().count(settings.tls(), result);
    }

    /** Takes note of how a handshake ended. */
    static void count(ClientSettings settings, @Nullable Throwable failure) {
        settings.tlsResults().count(settings.tls(), failure == null ? TlsResult.SECURED : TlsResult.of(failure));
    }

    static ClientFailure tlsFailure(ClientSettings settings, Throwable cause) {
        String reason = cause instanceof NotSslRecordException
                ? "the server does not speak TLS on this port from the first octet"
                : cause.getMessage();
        ClientFailure failure = ClientFailure.of("4.7.5", "TLS with " + settings.peer() + " failed: " + reason, cause);
        boolean lost = !(cause instanceof SSLException)
                || cause instanceof SslHandshakeTimeoutException
                || cause instanceof SslClosedEngineException;
        return lost ? failure : failure.unprotected();
    }

    private CompletableFuture<?> authenticate() {
        ClientLogin login = settings.login();
        return login == null ? CompletableFuture.completedFuture(null) : new Authentication(session, login).run();
    }

    private static CompletableFuture<Reply> required(Reply reply, int code, String status, String step) {
        return reply.code() == code
                ? CompletableFuture.completedFuture(reply)
                : failed(ClientFailure.refused(status, step, reply));
    }

    private static <T> CompletableFuture<T> failed(ClientFailure failure) {
        return CompletableFuture.failedFuture(failure);
    }
}
