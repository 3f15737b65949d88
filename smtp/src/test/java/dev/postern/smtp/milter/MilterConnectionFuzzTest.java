package dev.postern.smtp.milter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import dev.postern.testkit.fuzz.Pieces;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever a milter says while it is asked all steps of a mail, each is answered as the step and the negotiation permit, or the connection fails; and
 * the same in pieces.
 */
public final class MilterConnectionFuzzTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
    private final List<Object> said = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(MilterConnectionFuzzTest.class, MilterConnectionFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces pieces = Pieces.of(input);
        List<Object> whole = new MilterConnectionFuzzTest().hear(List.of(pieces.all()));
        assertEquals(whole, new MilterConnectionFuzzTest().hear(pieces.cut()));
    }

    /** The answers, and at the end the failure, if there is one, and how the connection was left. */
    private List<Object> hear(List<byte[]> pieces) {
        ResponseDecoder decoder = new ResponseDecoder();
        MilterConnection connection = new MilterConnection(decoder, LONG);
        EmbeddedChannel channel = new EmbeddedChannel(decoder, connection);
        channel.config().setAllocator(memory);
        long end = System.nanoTime() + LONG.toNanos();
        CompletableFuture<Answer> all = connection
                .negotiate(end)
                .thenCompose(negotiated -> askNext(List.of(Step.values()).iterator(), negotiated, end));
        for (byte[] piece : pieces) {
            if (channel.isOpen()) {
                channel.writeInbound(memory.buffer().writeBytes(piece));
                channel.runPendingTasks();
            }
        }
        all.whenComplete((done, failure) -> {
            if (failure != null) {
                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                assertInstanceOf(MilterException.class, cause);
                said.add(String.valueOf(cause.getMessage()));
            }
        });
        assertEquals(channel.isOpen() && all.isDone(), connection.isIdle());
        said.add(channel.isOpen());
        connection.close();
        assertTrue(all.isDone());
        assertFalse(channel.isOpen());
        channel.finishAndReleaseAll();
        assertEquals(0, memory.metric().usedHeapMemory(), "memory is not freed");
        return said;
    }

    /** Asks these steps, until one ends the mail. */
    private CompletableFuture<Answer> askNext(Iterator<Step> steps, MilterConnection connection, long end) {
        Step step = steps.next();
        Options options = connection.options();
        return connection
                .ask(step, Unpooled.EMPTY_BUFFER, PacketWriter.bare(step.letter()), end)
                .thenCompose(answer -> {
                    said.add(answer);
                    check(step, options, answer);
                    boolean last = !steps.hasNext();
                    return last || (!answer.continues() && answer.decision() != Response.Signal.SKIP)
                            ? CompletableFuture.completedFuture(answer)
                            : askNext(steps, connection, end);
                });
    }

    private static void check(Step step, Options options, Answer answer) {
        Response decision = answer.decision();
        assertTrue(decision instanceof Response.Signal || decision instanceof Response.Refusal);
        assertFalse(decision == Response.Signal.PROGRESS);
        if (step.isSilentBy(options) || step.isSkippedBy(options)) {
            assertEquals(Answer.CONTINUE, answer);
        }
        if (step != Step.END_OF_BODY) {
            assertEquals(List.of(), answer.edits());
        }
        assertTrue(answer.edits().isEmpty()
                || options.allows(Options.ADD_HEADERS)
                || options.allows(Options.CHANGE_HEADERS));
        assertTrue(answer.quarantine() == null || (step == Step.END_OF_BODY && options.allows(Options.QUARANTINE)));
    }
}
