package dev.postern.jca.inbound;

import dev.postern.mail.Message;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A message that several hold, and that is closed when the last of them has closed it. */
final class SharedMessage {
    private final Message message;
    private final AtomicInteger holders = new AtomicInteger();

    SharedMessage(Message message) {
        this.message = message;
    }

    /** The message for one more holder, while there is another. */
    Message hold() {
        holders.incrementAndGet();
        return new Held();
    }

    private final class Held implements Message {
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public long size() {
            return message.size();
        }

        @Override
        public InputStream open() throws IOException {
            if (closed.get()) {
                throw new IllegalStateException("the message is closed");
            }
            return message.open();
        }

        @Override
        public boolean isInMemory() {
            return message.isInMemory();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true) && holders.decrementAndGet() == 0) {
                message.close();
            }
        }
    }
}
