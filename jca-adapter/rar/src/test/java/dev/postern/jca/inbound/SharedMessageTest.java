package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Message;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedMessageTest {
    private final AtomicInteger closed = new AtomicInteger();
    private final SharedMessage shared = new SharedMessage(new Message() {
        @Override
        public long size() {
            return 2;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(new byte[] {'h', 'i'});
        }

        @Override
        public boolean isInMemory() {
            return true;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    });

    @Test
    void theLastWhoHoldsItClosesIt() throws Exception {
        Message one = shared.hold();
        Message other = shared.hold();
        one.close();
        one.close();
        assertEquals(0, closed.get());
        assertThrows(IllegalStateException.class, one::open);
        assertEquals(2, other.toByteArray().length);
        assertTrue(other.isInMemory());
        other.close();
        assertEquals(1, closed.get());
    }

    @Test
    void whoeverHoldsItMayLendItOn() {
        Message first = shared.hold();
        Message second = shared.hold();
        second.close();
        Message third = shared.hold();
        first.close();
        assertFalse(closed.get() > 0);
        third.close();
        assertEquals(1, closed.get());
    }
}
