package dev.postern.kafka.source.pop3;

import dev.postern.kafka.source.mailbox.GuardedSocket;
import dev.postern.kafka.source.mailbox.Login;
import dev.postern.kafka.source.mailbox.LoginCommands;
import dev.postern.kafka.source.mailbox.LoginRefusedException;
import dev.postern.kafka.source.mailbox.MailboxProtection;
import dev.postern.kafka.source.mailbox.MailboxServer;
import dev.postern.kafka.source.pop3.Pop3Lines.Answer;
import dev.postern.smtp.login.BrokenExchangeException;
import dev.postern.smtp.login.ClientExchange;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.sasl.Base64Text;
import java.io.IOException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Brings a connection to where mail can be asked for: greeting, STLS (RFC 2595 §4) and a login by the mechanisms that delivery has too (RFC 5034), where the library knows but a few. A
 * token that the server refuses is replaced once.
 */
final class Pop3Login implements LoginCommands {
    private final Pop3Lines lines;

    private Pop3Login(Pop3Lines lines) {
        this.lines = lines;
    }

    /**
     * Logs in.
     *
     * @param socket connected, and in TLS where that comes before all else
     * @throws LoginRefusedException if the server does not let us in
     * @throws IOException if it can't be asked, or there is no token
     */
    static void run(GuardedSocket socket, MailboxServer server, Login login) throws IOException {
        Pop3Lines lines = new Pop3Lines(socket);
        Answer greeting = lines.answer();
        if (!greeting.isOk()) {
            throw new IOException("the server turns us away: " + greeting.text());
        }
        if (server.protection() == MailboxProtection.STARTTLS) {
            if (!lines.ask("STLS").isOk()) {
                throw new IOException(server + " offers no STLS");
            }
            socket.secure();
            lines = new Pop3Lines(socket); // RFC 2595 §4: what was said before TLS does not count
        }
        login.run(socket, new Pop3Login(lines));
    }

    @Override
    public Set<LoginMechanism> offered() throws IOException {
        Set<LoginMechanism> offered = EnumSet.noneOf(LoginMechanism.class);
        if (lines.ask("CAPA").isOk()) { // RFC 2449 §5
            for (String capability : lines.lines()) {
                List<String> words = List.of(capability.toUpperCase(Locale.ROOT).split(" +", -1));
                for (LoginMechanism mechanism : LoginMechanism.values()) {
                    if (words.get(0).equals("SASL") && words.contains(mechanism.keyword())) {
                        offered.add(mechanism);
                    }
                }
            }
        }
        return offered;
    }

    /** What we say first is said when the server asks for it: in the line of the command a token has no room (RFC 5034 §4), and some take it in no other way. */
    @Override
    public void authenticate(LoginMechanism mechanism, ClientExchange exchange) throws IOException {
        byte[] next = exchange.initialResponse();
        boolean givenUp = false;
        Answer answer = lines.ask("AUTH " + mechanism.keyword());
        while (answer.kind() == Answer.Kind.CHALLENGE) {
            if (givenUp) {
                throw new IOException("the server goes on with a login that we have given up");
            }
            String response = next == null ? response(exchange, answer.text()) : base64(next);
            givenUp = response.equals("*");
            next = null;
            answer = lines.ask(response);
        }
        if (!answer.isOk()) {
            String why = exchange.refusal() == null ? "" : " (" + exchange.refusal() + ")";
            throw refusal(mechanism + why, answer);
        }
        try {
            exchange.succeeded();
        } catch (BrokenExchangeException e) {
            throw new LoginRefusedException(mechanism + " was given up: " + e.getMessage());
        }
    }

    private static String response(ClientExchange exchange, String challenge) {
        byte[] octets = Base64Text.decode(challenge);
        try {
            return octets == null ? "*" : base64(exchange.answer(octets));
        } catch (BrokenExchangeException e) {
            return "*"; // RFC 5034 §4: gives it up
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    @Override
    public boolean takesPassword() {
        return true;
    }

    /** By USER and PASS (RFC 1939 §7). */
    @Override
    public void byPassword(String name, String password) throws IOException {
        if ((name + password).chars().anyMatch(Character::isISOControl)) {
            throw new LoginRefusedException("USER and PASS can't say a control character");
        }
        Answer user = lines.ask("USER " + name);
        if (!user.isOk()) {
            throw refusal("USER", user);
        }
        Answer pass = lines.ask("PASS " + password);
        if (!pass.isOk()) {
            throw refusal("PASS", pass);
        }
    }

    private static IOException refusal(String what, Answer answer) {
        String text = what + " is refused: " + answer.text();
        return answer.isForNow() ? new IOException(text) : new LoginRefusedException(text);
    }
}
