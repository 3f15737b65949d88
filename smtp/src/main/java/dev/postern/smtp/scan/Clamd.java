package dev.postern.smtp.scan;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.ScanResult;
import dev.postern.mail.ScanResult.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;

/**
 * ClamAV's daemon, asked by INSTREAM as clamd(8) describes it. A message above its {@code StreamMaxLength} is not scanned: set that above the
 * size that the listener takes.
 */
public final class Clamd implements ContentScanner {
    private static final String NAME = "clamd";
    private static final byte[] COMMAND = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = Integer.BYTES;
    private static final int CHUNK = 16 << 10;
    private static final int ANSWER = 4 << 10;
    private static final String PREFIX = "stream: ";
    private static final String FOUND = " FOUND";

    private final ScannerAddress address;
    private final ScanWorkers workers;

    public Clamd(ScannerAddress address, ScanWorkers workers) {
        this.address = address;
        this.workers = workers;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CompletionStage<Finding> scan(Envelope envelope, Message message) {
        return workers.submit(task -> {
            try (ScannerConnection connection = ScannerConnection.open(address, task)) {
                send(message, connection.output());
                return judge(connection.read(0, ANSWER));
            }
        });
    }

    /** Sends chunks, each with its length before it, and an empty one. */
    private static void send(Message message, OutputStream output) throws IOException {
        byte[] chunk = new byte[LENGTH + CHUNK];
        try (InputStream content = message.open()) {
            boolean listens = write(output, COMMAND, COMMAND.length);
            int count;
            while (listens && (count = content.read(chunk, LENGTH, CHUNK)) >= 0) {
                ByteBuffer.wrap(chunk).putInt(count);
                listens = count == 0 || write(output, chunk, LENGTH + count);
            }
            if (listens) {
                write(output, new byte[LENGTH], LENGTH);
            }
        }
    }

    /** Whether it still listens; if it does not it has answered already, and the answer says why. */
    private static boolean write(OutputStream output, byte[] octets, int length) {
        try {
            output.write(octets, 0, length);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What its answer means, an octet each a character. */
    static Finding judge(String answer) throws IOException {
        if (answer.equals(PREFIX + "OK")) {
            return Finding.clean(NAME);
        }
        if (answer.startsWith(PREFIX) && answer.endsWith(FOUND) && answer.length() > PREFIX.length() + FOUND.length()) {
            String signature = answer.substring(PREFIX.length(), answer.length() - FOUND.length());
            return new Finding(new ScanResult(NAME, Outcome.INFECTED, null, signature), Finding.Advice.REFUSE);
        }
        throw new IOException(answer.isEmpty() ? "it does not answer" : "it says: " + answer);
    }
}
