package dev.postern.ear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Conversation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** How users of the application server log in to a listener, and what its bean then knows of them, on every application server. */
interface CallerContract {
    String USER = "ann";
    String PASSWORD = "right.Secret1";

    private static Conversation client() throws IOException {
        return GatewayContract.greeted(Surroundings.port(Surroundings.CALLER_PORT));
    }

    private static void login(Conversation client, String user, String password, String answer) throws IOException {
        byte[] plain = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        client.say("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain), answer);
    }

    /** The container's name for the client; ports open before a deployment ends. */
    private static String caller(Conversation client) throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            String reply = client.sendMail("ann@example.org", "bob@example.net", GatewayContract.MAIL)
                    .reply();
            if (!reply.startsWith("451 4.3.2 The application is not ready")) {
                assertTrue(reply.startsWith("550 5.0.0 caller "), reply);
                return reply.substring("550 5.0.0 caller ".length());
            }
            LockSupport.parkNanos(200_000_000);
        }
        throw new AssertionError("the application does not come up");
    }

    @Test
    default void theBeanIsCalledAsTheUserWhoHasLoggedInAndForStrangersAsNobody() throws IOException {
        try (Conversation user = client();
                Conversation stranger = client()) {
            login(user, USER, PASSWORD, "235 2.7.0");
            for (int i = 0; i < 10; i++) { // threads are shared
                assertEquals(USER, caller(user));
                assertEquals("anonymous", caller(stranger).toLowerCase(Locale.ROOT));
            }
        }
    }

    @Test
    default void aWrongPasswordAndAnUnknownUserAreRefusedAlike() throws IOException {
        try (Conversation client = client()) {
            login(client, USER, "wrong", "535 5.7.8");
            login(client, "nobody", PASSWORD, "535 5.7.8");
            assertEquals("anonymous", caller(client).toLowerCase(Locale.ROOT));
        }
    }
}
