package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Domain;
import dev.postern.smtp.Reply;
import dev.postern.testkit.Rfc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustTest {
    private static final Trust TRUST = new Trust(Networks.parse(List.of("192.0.2.0/24")));
    private static final Address BOB = Address.parse("bob@example.net");
    private static final Check REFUSING = new Check() {
        private final CompletionStage<Verdict> refused =
                CompletableFuture.completedFuture(new Verdict.Refused(Reply.of(550, "5.7.1", "No")));

        @Override
        public CompletionStage<Verdict> sender(Client client, @Nullable Address reversePath) {
            return refused;
        }

        @Override
        public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
            return refused;
        }
    };

    private static boolean accepted(CompletionStage<Verdict> verdict) {
        return verdict.toCompletableFuture().join() == Verdict.ACCEPTED;
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, , true", "203.0.113.7, , false", "203.0.113.7, ann, true"})
    @Rfc({"5321#7.9", "4954#6b"})
    void coversWhoHasLoggedInAndTheNetworks(String address, @Nullable String user, boolean trusted)
            throws UnknownHostException {
        Client client =
                new Client(new InetSocketAddress(InetAddress.getByName(address), 4_711), "client", true, null, user);
        assertEquals(trusted, TRUST.covers(client));
        assertEquals(trusted, accepted(TRUST.orElse(REFUSING).sender(client, null)));
        assertEquals(trusted, accepted(TRUST.orElse(REFUSING).recipient(client, null, BOB)));
        assertEquals(trusted, accepted(new LoginRequired(TRUST).sender(client, null)));
        assertEquals(
                trusted,
                accepted(new AcceptedDomains(Set.of(Domain.parse("example.org")), TRUST).recipient(client, null, BOB)));
    }
}
