package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a check says to a mail, as a text: {@code accepted}, or the reply. */
final class Judged {
    private Judged() {}

    /** Of a client at this address with this EHLO, and a sender, null for {@code <>}. */
    static String by(Check check, String address, String helo, @Nullable String sender) {
        Verdict verdict = check.recipient(
                        new Client(new InetSocketAddress(address(address), 12_345), helo, true, null, null),
                        sender == null ? null : Address.parse(sender),
                        Address.parse("bob@example.net"))
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        return verdict instanceof Verdict.Refused refused ? refused.reply().toString() : "accepted";
    }

    static String client(Check check, String address) {
        return by(check, address, "client.example", null);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
