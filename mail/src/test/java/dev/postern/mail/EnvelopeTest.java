package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static Envelope to(int recipients) {
        return Envelope.of("01M8")
                .reversePath(Address.parse("ann@example.org"))
                .recipients(IntStream.range(0, recipients)
                        .mapToObj(i -> Address.parse("r" + i + "@example.net"))
                        .toList())
                .build();
    }

    @Test
    void namesAFewRecipientsAndCountsTheRest() {
        assertEquals("01M8 <ann@example.org> -> [r0@example.net]", to(1).toString());
        assertEquals(
                "01M8 <ann@example.org> -> [r0@example.net, r1@example.net, r2@example.net, r3@example.net,"
                        + " r4@example.net]",
                to(5).toString());
        assertEquals(
                "01M8 <ann@example.org> -> [r0@example.net, r1@example.net, r2@example.net, r3@example.net,"
                        + " r4@example.net] and 995 more",
                to(1_000).toString());
    }
}
