package dev.postern.ear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Conversation;
import dev.postern.testkit.Peers;
import dev.postern.testkit.ProgramRun;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** More clients than there are beans for, on every application server: they wait for their turn, at most up to the deadline. */
interface PoolContract {
    int MAILS = 500;
    int AT_ONCE = 24;

    private static Conversation client() throws IOException {
        Conversation client = GatewayContract.greeted(Surroundings.port(Surroundings.POOL_PORT));
        GatewayContract.acceptedId(client, "awake@example.net");
        told(client);
        return client;
    }

    private static String told(Conversation client) throws IOException {
        return client.sendMail("ann@example.org", "tells@example.net", GatewayContract.MAIL)
                .expect("550 5.0.0 taken ");
    }

    /** It ends with 0 only if each mail was answered 250. */
    @Test
    @RequiresPeer("smtp-source")
    default void aHundredClientsOfTwoBeansAllWaitForTheirTurn() throws IOException {
        try (Conversation client = client()) {
            ProgramRun.of(
                            Duration.ofMinutes(1),
                            List.of(
                                    Peers.path("smtp-source"),
                                    "-s",
                                    "100",
                                    "-m",
                                    "" + MAILS,
                                    "-f",
                                    "ann@example.org",
                                    "-t",
                                    "brisk@example.net",
                                    "127.0.0.1:" + Surroundings.port(Surroundings.POOL_PORT)))
                    .succeeded();
            assertEquals("550 5.0.0 taken " + MAILS + " most 2", told(client));
        }
    }

    @Test
    default void whoWaitsBeyondTheDeadlineIsAnswered451AndNothingIsLost() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        try (Conversation client = client()) {
            List<Future<String>> replies = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                replies.add(clients.submit(() -> {
                    try (Conversation slow = GatewayContract.greeted(Surroundings.port(Surroundings.POOL_PORT))) {
                        return slow.sendMail("ann@example.org", "slow@example.net", GatewayContract.MAIL)
                                .reply();
                    }
                }));
            }
            int taken = 0;
            for (Future<String> reply : replies) {
                boolean accepted = reply.get().startsWith(GatewayContract.ACCEPTED);
                assertTrue(accepted || reply.get().startsWith("451 4.3.2 "), reply.get());
                taken += accepted ? 1 : 0;
            }
            assertTrue(taken > 0 && taken < AT_ONCE, taken + " of " + AT_ONCE);
            assertEquals("550 5.0.0 taken " + taken + " most 2", told(client));
        } finally {
            clients.shutdownNow();
        }
    }
}
