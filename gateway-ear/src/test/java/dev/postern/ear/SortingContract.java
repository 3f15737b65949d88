package dev.postern.ear;

import dev.postern.testkit.Conversation;
import jakarta.transaction.Status;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A bean whose methods are chosen by annotation. Not on Payara 6.2025.10, which finds no transaction attribute for methods of a listener without an interface of its own. */
interface SortingContract {
    @Test
    default void theMethodWhoseAnnotationFitsIsCalledInATransaction() throws IOException {
        try (Conversation client = GatewayContract.greeted(Surroundings.port(Surroundings.SORTING_PORT))) {
            String mail = "Subject: Help please\r\n\r\nHello\r\n";
            client.sendMail("ann@example.org", "support+42@example.net", mail)
                    .expect("550 5.0.0 answer 42 of ann@example.org in status " + Status.STATUS_ACTIVE);
            client.sendMail("ann@example.org", "support@example.net", mail)
                    .expect("550 5.0.0 question Help in status " + Status.STATUS_ACTIVE);
            client.sendMail("ann@example.org", "taken@example.net", mail).expect("250 2.0.0 Accepted as ");
            client.sendMail("ann@example.org", "support+x@example.net", mail)
                    .expect("550 5.7.1 The application takes no such mail");
        }
    }
}
