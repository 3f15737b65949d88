package dev.postern.smtp.milter;

import dev.postern.mail.Envelope;
import dev.postern.mail.HeaderChanges;
import dev.postern.mail.HeaderFields;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Check;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to a milter: DATA, the fields of the header, the end of the header, the body in chunks, its end.
 *
 * <p>The next chunk is read when the milter has taken the one before, by a thread that may wait for a disk.
 */
final class ContentTransfer {
    /** The milter does not hear of our own Received, as it does not from Sendmail. */
    private static final int HIDDEN = Check.OWN_FIELDS;

    private static final int LARGEST_HEADER = 1 << 20;
    private static final Reply HEADER_TOO_LARGE =
            Reply.of(552, "5.3.4", "Header too large, or with a NUL: our filter can't read it");

    private final MilterConnection connection;
    private final EventLoop loop;
    private final Executor blocking;
    private final Message message;
    private final List<Map.Entry<String, String>> macros;
    private final long end;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private @Nullable InputStream content;
    private @Nullable HeaderFields header;
    private int nextField = HIDDEN;

    /** @param end when the milter must have answered all, as of {@link System#nanoTime()} */
    ContentTransfer(
            MilterConnection connection,
            EventLoop loop,
            Executor blocking,
            Envelope envelope,
            Message message,
            long end) {
        this.connection = connection;
        this.loop = loop;
        this.blocking = blocking;
        this.message = message;
        this.macros = Macros.ofContent(envelope.id());
        this.end = end;
    }

    /**
     * What came of it.
     *
     * @param step the one that the answer is for
     * @param complete whether the milter has heard of the end of the body, and waits for no more of this mail
     */
    record Outcome(Step step, Answer answer, boolean complete, HeaderChanges changes) {}

    /** Begins; called on the event loop, where the stage completes, and nothing is read any more then. */
    CompletableFuture<Outcome> run() {
        read(this::readHeader, fields -> {
            header = fields;
            ask(Step.DATA, true, PacketWriter.bare(Step.DATA.letter()), this::sendFields);
        });
        return outcome.whenComplete((result, failure) -> closeContent());
    }

    private HeaderFields readHeader() throws IOException {
        InputStream in = new BufferedInputStream(message.open(), 8 << 10);
        content = in;
        HeaderFields fields = HeaderFields.read(in, LARGEST_HEADER);
        if (!fields.fields().stream().allMatch(PacketWriter::fits)) {
            throw new InvalidMailException("a header field does not fit into a packet");
        }
        if (!fields.readAhead().isEmpty()) {
            byte[] ahead = fields.readAhead().getBytes(StandardCharsets.ISO_8859_1);
            content = new SequenceInputStream(new ByteArrayInputStream(ahead), in);
        }
        return fields;
    }

    private void sendFields() {
        List<HeaderFields.Field> fields = header == null ? List.of() : header.fields();
        while (nextField < fields.size()) {
            boolean leadingSpace = connection.options().has(Options.LEADING_SPACE);
            CompletableFuture<Answer> answer = connection.ask(
                    Step.HEADER,
                    Unpooled.EMPTY_BUFFER,
                    PacketWriter.header(fields.get(nextField++), leadingSpace),
                    end);
            if (!answer.isDone() || answer.isCompletedExceptionally()) { // else the stack would grow with the header
                goOn(Step.HEADER, answer, this::sendFields);
                return;
            }
        }
        ask(Step.END_OF_HEADER, true, PacketWriter.bare(Step.END_OF_HEADER.letter()), () -> {
            if (Step.BODY.isSkippedBy(connection.options())) {
                endBody();
            } else {
                sendBody();
            }
        });
    }

    private void sendBody() {
        read(this::readChunk, chunk -> {
            if (!PacketWriter.hasBody(chunk)) {
                chunk.release();
                endBody();
                return;
            }
            CompletableFuture<Answer> answer = connection.ask(Step.BODY, Unpooled.EMPTY_BUFFER, chunk, end);
            answer.whenComplete((said, failure) -> {
                if (said != null && said.decision() == Response.Signal.SKIP) {
                    endBody();
                } else {
                    goOn(Step.BODY, answer, this::sendBody);
                }
            });
        });
    }

    private ByteBuf readChunk() throws IOException {
        ByteBuf packet = PacketWriter.beginBody();
        int count = content == null ? -1 : 0;
        while (count >= 0 && packet.isWritable()) {
            count = packet.writeBytes(content, packet.writableBytes());
        }
        return PacketWriter.end(packet);
    }

    private void endBody() {
        ByteBuf last = PacketWriter.bare(Step.END_OF_BODY.letter());
        connection
                .ask(Step.END_OF_BODY, PacketWriter.macros(Step.END_OF_BODY, macros), last, end)
                .whenComplete((answer, failure) -> {
                    if (failure != null || header == null) {
                        outcome.completeExceptionally(failure == null ? new IllegalStateException() : failure);
                    } else {
                        outcome.complete(new Outcome(
                                Step.END_OF_BODY, answer, true, HeaderChanges.of(header, HIDDEN, answer.edits())));
                    }
                });
    }

    private void ask(Step step, boolean withMacros, ByteBuf packet, Runnable next) {
        ByteBuf before = withMacros && !step.isSkippedBy(connection.options())
                ? PacketWriter.macros(step, macros)
                : Unpooled.EMPTY_BUFFER;
        goOn(step, connection.ask(step, before, packet, end), next);
    }

    /** Takes the next step when the milter lets the mail pass so far, else comes to the end. */
    private void goOn(Step step, CompletableFuture<Answer> asked, Runnable next) {
        asked.whenComplete((answer, failure) -> {
            if (failure != null) {
                outcome.completeExceptionally(failure);
            } else if (answer.continues()) {
                guarded(next);
            } else {
                outcome.complete(new Outcome(step, answer, false, HeaderChanges.NONE));
            }
        });
    }

    /** Reads by a thread that may wait, and uses what was read on the event loop. */
    private <T> void read(Reading<T> reading, Consumer<T> use) {
        blocking.execute(() -> {
            try {
                T result = reading.read();
                loop.execute(() -> guarded(() -> use.accept(result)));
            } catch (InvalidMailException e) {
                loop.execute(() -> outcome.complete(refused()));
            } catch (IOException | RuntimeException e) {
                loop.execute(() -> outcome.completeExceptionally(e));
            }
        });
    }

    // a bug must not leave the mail without an answer
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    /** Reads something of the message. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static Outcome refused() {
        Answer answer = new Answer(new Response.Refusal(HEADER_TOO_LARGE), List.of(), null);
        return new Outcome(Step.HEADER, answer, false, HeaderChanges.NONE);
    }

    private void closeContent() {
        try {
            if (content != null) {
                content.close();
            }
        } catch (IOException e) { // it was only read
            outcome.completeExceptionally(e);
        }
    }
}
