package dev.postern.smtp.scan;

import dev.postern.mail.Message;
import java.io.IOException;
import java.io.InputStream;

/** A message that can be taken back from whoever reads it. */
final class LentMessage implements Message {
    private final Message message;
    private boolean takenBack;

    LentMessage(Message message) {
        this.message = message;
    }

    @Override
    public long size() {
        return message.size();
    }

    @Override
    public synchronized InputStream open() throws IOException {
        checkLent();
        return new LentInput(message.open());
    }

    /** Takes it back: waits for a read that goes on, and lets no other begin. The message stays open. */
    @Override
    public synchronized void close() {
        takenBack = true;
    }

    private void checkLent() throws IOException {
        if (takenBack) {
            throw new IOException("the message is taken back");
        }
    }

    private final class LentInput extends InputStream {
        private final InputStream content;

        LentInput(InputStream content) {
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            synchronized (LentMessage.this) {
                checkLent();
                return content.read();
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            synchronized (LentMessage.this) {
                checkLent();
                return content.read(target, offset, length);
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (LentMessage.this) {
                if (!takenBack) {
                    content.close();
                }
            }
        }
    }
}
