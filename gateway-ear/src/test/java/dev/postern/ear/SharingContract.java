package dev.postern.ear;

import dev.postern.testkit.Conversation;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two beans behind one port, which share it by recipients, on every application server. */
interface SharingContract {
    private static Conversation client() throws IOException {
        Conversation client = GatewayContract.greeted(Surroundings.port(Surroundings.SHARED_PORT));
        GatewayContract.acceptedId(client, "awake@left.example.net");
        GatewayContract.acceptedId(client, "awake@right.example.net");
        told(client);
        return client;
    }

    /** What the beans have got since this was asked before. */
    private static String told(Conversation client) throws IOException {
        return client.sendMail("ann@example.org", "tells@right.example.net", GatewayContract.MAIL)
                .expect("550 5.0.0 got ");
    }

    private static String mail() {
        return "Message-ID: <" + UUID.randomUUID() + "@example.org>\r\n" + GatewayContract.MAIL;
    }

    private static Conversation send(Conversation client, String content, String... recipients) throws IOException {
        return client.sendMail("ann@example.org", List.of(recipients), content);
    }

    @Test
    default void eachBeanGetsItsRecipientsAndOthersAreRefused() throws IOException {
        try (Conversation client = client()) {
            send(client, mail(), "a@left.example.net", "b@right.example.net", "c@left.example.net")
                    .expect(GatewayContract.ACCEPTED);
            client.sendMail("ann@example.org", "tells@right.example.net", GatewayContract.MAIL)
                    .expect("550 5.0.0 got left[a@left.example.net, c@left.example.net] right[b@right.example.net]");
            client.say("MAIL FROM:<ann@example.org>", "250 ");
            client.say("RCPT TO:<b@example.net>", "550 5.1.1 ");
        }
    }

    @Test
    default void whatOneDoesNotTakeIsNotBroughtToTheOtherTwice() throws IOException {
        String mail = mail();
        try (Conversation client = client()) {
            send(client, mail, "a@left.example.net", "fails@right.example.net").expect("451 4.3.0 ");
            send(client, mail, "a@left.example.net", "fails@right.example.net").expect("451 4.3.0 ");
            client.sendMail("ann@example.org", "tells@right.example.net", GatewayContract.MAIL)
                    .expect("550 5.0.0 got left[a@left.example.net]");
        }
    }

    @Test
    default void aMailThatTheBeanFailsOnWhileItTakesOthersIsRefusedInTheEnd() throws IOException {
        String mail = mail();
        try (Conversation client = client()) {
            for (int i = 0; i < 2; i++) {
                send(client, mail, "fails@right.example.net").expect("451 4.3.0 ");
                send(client, mail(), "b@right.example.net").expect(GatewayContract.ACCEPTED);
            }
            send(client, mail, "fails@right.example.net").expect("554 5.6.0 ");
        }
    }

    @Test
    default void theBeanIsShownInJmx() throws IOException {
        try (Conversation client = client()) {
            send(client, mail(), "watches@right.example.net").expect("550 5.0.0 at most 8");
        }
    }
}
