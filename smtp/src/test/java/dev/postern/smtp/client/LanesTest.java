package dev.postern.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Demands;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes lanes = new Lanes();

    private static QueuedMail mail(String id, int priority) {
        Envelope envelope = Envelope.of(id)
                .recipient(Address.parse("bob@example.net"))
                .demands(Demands.NONE.withPriority(priority))
                .build();
        return new QueuedMail(envelope, Message.of(new byte[0]), 0, () -> true, new CompletableFuture<>());
    }

    private void add(int count, String id, int priority) {
        for (int i = 0; i < count; i++) {
            lanes.add(mail(id + i, priority));
        }
    }

    private List<String> take(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(lanes.take().envelope().id());
        }
        return ids;
    }

    @Test
    void aHigherPriorityGoesFirstAndInALaneTheirOrderStays() {
        add(2, "low", -1);
        add(2, "normal", 0);
        add(1, "high", 1);
        add(1, "urgent", 9);
        assertEquals(List.of("high0", "urgent0", "normal0", "normal1", "low0", "low1"), take(6));
        assertTrue(lanes.isEmpty());
        assertThrows(NoSuchElementException.class, lanes::take);
    }

    @Test
    void everyEighthTurnGoesToThoseBehind() {
        add(1_000, "high", 4);
        add(1_000, "normal", 0);
        add(1_000, "low", -4);
        List<String> taken = take(640);
        assertEquals(560, taken.stream().filter(id -> id.startsWith("high")).count());
        assertEquals(70, taken.stream().filter(id -> id.startsWith("normal")).count());
        assertEquals(10, taken.stream().filter(id -> id.startsWith("low")).count());
    }

    @Test
    void whoComesBehindManyIsAmongTheFirst() {
        add(10_000, "bulk", 0);
        take(100);
        add(1, "high", 4);
        assertEquals("high0", take(1).get(0));
        add(7, "high", 4);
        assertTrue(take(8).containsAll(List.of("high0", "high1", "high2", "high3", "high4", "high5", "high6")));
    }

    @Test
    void whatIsPutBackIsTheNextOfItsLane() {
        add(2, "normal", 0);
        QueuedMail first = lanes.take();
        add(1, "high", 4);
        lanes.putBack(first);
        assertEquals(List.of("high0", "normal0", "normal1"), take(3));
    }

    @Test
    void allAreTakenAtOnce() {
        add(2, "low", -9);
        add(1, "high", 9);
        List<String> all = new ArrayList<>(
                lanes.takeAll().stream().map(mail -> mail.envelope().id()).toList());
        Collections.sort(all);
        assertEquals(List.of("high0", "low0", "low1"), all);
        assertTrue(lanes.isEmpty());
    }
}
