package dev.postern.ear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What an application sends by the gateway's mail session goes where the gateway's connection factory says: here to a topic. */
interface LetterContract {
    @Test
    default void aLetterOfAnApplicationThatKnowsNothingOfUsIsInTheTopic() {
        try (Topic letters = new Topic("letters")) {
            ConsumerRecord<String, byte[]> letter = letters.first();
            List<String> recipients = new ArrayList<>();
            letter.headers()
                    .headers("mail.to")
                    .forEach(header -> recipients.add(new String(header.value(), StandardCharsets.UTF_8)));
            assertEquals(List.of("bob@example.net", "cy@example.net"), recipients);
            assertEquals("desk@example.net", GatewayContract.header(letter, "mail.from"));
            String content = new String(letter.value(), StandardCharsets.ISO_8859_1);
            assertTrue(content.contains("\r\nSubject: By the gateway's session\r\n"), content);
            assertFalse(content.contains("cy@example.net"), content);
        }
    }
}
