package dev.postern.kafka.source.imap;

import dev.postern.kafka.source.mailbox.LoginCommands;
import dev.postern.smtp.login.ClientExchange;
import dev.postern.smtp.login.LoginMechanism;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** How a connection logs in by IMAP (RFC 9051 §6.2.2, §6.2.3). */
record ImapLogin(ImapConnection connection) implements LoginCommands {
    @Override
    public Set<LoginMechanism> offered() {
        Set<LoginMechanism> offered = EnumSet.noneOf(LoginMechanism.class);
        for (LoginMechanism mechanism : LoginMechanism.values()) {
            if (connection.hasCapability("AUTH=" + mechanism.keyword())) {
                offered.add(mechanism);
            }
        }
        return offered;
    }

    @Override
    public void authenticate(LoginMechanism mechanism, ClientExchange exchange) throws IOException {
        connection.authenticate(mechanism.keyword(), exchange);
    }

    @Override
    public boolean takesPassword() {
        return !connection.hasCapability("LOGINDISABLED"); // RFC 9051 §6.2.3
    }

    @Override
    public void byPassword(String user, String password) throws IOException {
        connection.plainLogin(user, password);
    }
}
