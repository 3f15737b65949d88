package dev.postern.ear;

import dev.postern.testkit.Conversation;
import jakarta.transaction.Status;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A bean whose methods are chosen by annotation. */
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

    @Test
    default void theTransactionAttributeOfOnMailHoldsForThem() throws IOException {
        try (Conversation client = GatewayContract.greeted(Surroundings.port(Surroundings.SORTING_PORT))) {
            client.sendMail("ann@example.org", "support@none.example.net", "Subject: Help\r\n\r\nHello\r\n")
                    .expect("550 5.0.0 status " + Status.STATUS_NO_TRANSACTION);
        }
    }
}
