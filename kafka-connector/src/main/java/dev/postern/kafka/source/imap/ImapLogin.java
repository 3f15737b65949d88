package dev.postern.kafka.source.imap;

import dev.postern.kafka.source.mailbox.GuardedSocket;
import dev.postern.kafka.source.mailbox.Login;
import dev.postern.kafka.source.mailbox.LoginRefusedException;
import dev.postern.kafka.source.mailbox.MailboxServer;
import dev.postern.smtp.login.BrokenExchangeException;
import dev.postern.smtp.login.LoginChannel;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.login.Proof;
import dev.postern.smtp.sasl.ChannelBindings;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Set;

/** Logs a connection in (RFC 9051 §6.2.2, §6.2.3): chooses a mechanism, and has a token that the server refuses replaced once. */
final class ImapLogin {
    private final ImapConnection connection;
    private final Login login;
    private final LoginChannel channel;
    private final Set<LoginMechanism> offered = EnumSet.noneOf(LoginMechanism.class);

    ImapLogin(ImapConnection connection, Login login, MailboxServer server, GuardedSocket socket) throws IOException {
        this.connection = connection;
        this.login = login;
        X509Certificate certificate = socket.certificate();
        this.channel = new LoginChannel(
                socket.isSecured(),
                socket.isSecured(),
                certificate == null ? ChannelBindings.NONE : ChannelBindings.ofServer(certificate),
                server.host(),
                server.port());
        for (LoginMechanism mechanism : LoginMechanism.values()) {
            if (connection.hasCapability("AUTH=" + mechanism.keyword())) {
                offered.add(mechanism);
            }
        }
    }

    /**
     * Logs in.
     *
     * @throws LoginRefusedException if the server does not let us in
     * @throws IOException if it can't be asked, or there is no token
     */
    void run() throws IOException {
        if (login.byToken() && !channel.verified()) { // RFC 6750 §5.3: a token serves whoever has it
            throw new LoginRefusedException("a token is shown to a server with a verified certificate only");
        }
        login.run(this::attempt);
    }

    private void attempt(Proof proof) throws IOException {
        LoginMechanism mechanism = login.choice().of(offered, channel, login.byToken());
        if (mechanism != null) {
            try {
                connection.authenticate(mechanism.keyword(), proof.begin(mechanism, offered, channel));
            } catch (BrokenExchangeException e) {
                throw new LoginRefusedException(mechanism + " can't be: " + e.getMessage());
            }
        } else if (!login.byToken()
                && login.choice().isFree()
                && !connection.hasCapability("LOGINDISABLED")) { // RFC 9051 §6.2.3
            connection.plainLogin(login.user(), login.secret(proof));
        } else {
            throw new LoginRefusedException("the server offers no login that we can and may use, but has: " + offered);
        }
    }
}
