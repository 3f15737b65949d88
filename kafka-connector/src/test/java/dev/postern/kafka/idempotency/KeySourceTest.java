package dev.postern.kafka.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySourceTest {
    private static SinkRecord record() {
        return new SinkRecord("orders", 0, null, null, null, null, 0);
    }

    private static SinkRecord named(String key) {
        SinkRecord record = record();
        record.headers().addString("mail.idempotency.key", key);
        return record;
    }

    private static Message message(String header) {
        return Message.of((header + "\r\nhello\r\n").getBytes(UTF_8));
    }

    @Test
    void theHeaderOfTheRecordNamesTheMail() {
        Message message = message("Message-ID: <1@example.org>\r\n");
        Optional<IdempotencyKey> key = KeySource.HEADER.key(named("order-17"), message);
        assertTrue(key.isPresent());
        assertEquals(key, KeySource.MESSAGE_ID.key(named(" order-17 "), message("")));
        assertNotEquals(key, KeySource.HEADER.key(named("order-18"), message));
        assertEquals(Optional.empty(), KeySource.HEADER.key(record(), message));
    }

    @Test
    void withoutItTheMessageIdDoesWhereThatIsSet() {
        Optional<IdempotencyKey> key = KeySource.MESSAGE_ID.key(record(), message("Message-ID: <1@example.org>\r\n"));
        assertTrue(key.isPresent());
        assertEquals(key, KeySource.MESSAGE_ID.key(record(), message("message-id:\r\n <1@example.org>\r\n")));
        assertNotEquals(key, KeySource.MESSAGE_ID.key(record(), message("Message-ID: <2@example.org>\r\n")));
        assertNotEquals(key, KeySource.HEADER.key(named("<1@example.org>"), message("")));
        assertEquals(Optional.empty(), KeySource.MESSAGE_ID.key(record(), message("Subject: x\r\n")));
        assertEquals(Optional.empty(), KeySource.MESSAGE_ID.key(record(), message("Message-ID: \r\n")));
    }

    @Test
    void aHeaderThatNamesNothingIsAnError() {
        InvalidMailException failure =
                assertThrows(InvalidMailException.class, () -> KeySource.HEADER.key(named(" "), message("")));
        assertEquals("the header mail.idempotency.key is empty: leave it out, or name the mail", failure.getMessage());
    }

    @Test
    void aKeyComesBackFromItsText() {
        IdempotencyKey key = IdempotencyKey.of(KeySource.HEADER, "x".repeat(100_000));
        assertEquals(32, key.toString().length());
        assertEquals(key, IdempotencyKey.parse(key.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-17", "00", "000102030405060708090a0b0c0d0e0f00"})
    void anythingElseIsNoKey(String text) {
        assertThrows(IllegalArgumentException.class, () -> IdempotencyKey.parse(text));
    }
}
