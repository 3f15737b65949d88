package dev.postern.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Command;
import dev.postern.smtp.Verb;
import dev.postern.testkit.fuzz.Corpus;
import dev.postern.testkit.fuzz.Pieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** However the bytes of a client are cut, they hold the same commands, and no line holds a line break. */
public final class CommandDecoderFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(CommandDecoderFuzzTest.class, CommandDecoderFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces pieces = Pieces.of(input);
        CommandDecoder whole = new CommandDecoder(LONGEST);
        ByteBuf all = Unpooled.wrappedBuffer(pieces.all());
        List<Command> commands = new ArrayList<>();
        take(whole, all, commands);

        CommandDecoder slow = new CommandDecoder(LONGEST);
        ByteBuf rest = Unpooled.buffer();
        List<Command> others = new ArrayList<>();
        for (byte[] piece : pieces.cut()) {
            rest.writeBytes(piece);
            take(slow, rest, others);
        }
        assertEquals(commands, others);
        assertEquals(whole.isBroken(), slow.isBroken());
        if (whole.isBroken()) {
            assertTrue(commands.get(commands.size() - 1) instanceof Command.Malformed);
            assertThrows(IllegalStateException.class, () -> whole.next(all));
        } else {
            assertEquals(all, rest);
            assertTrue(all.readableBytes() < whole.longestLine(), "more than a line waits");
            assertEquals(-1, lineFeed(all), "a whole line waits");
        }
    }

    private static final int LONGEST = 512;

    private static void take(CommandDecoder decoder, ByteBuf in, List<Command> commands) {
        while (!decoder.isBroken()) {
            boolean response =
                    !commands.isEmpty() && commands.get(commands.size() - 1).verb() == Verb.AUTH;
            Command command = response ? decoder.nextResponse(in) : decoder.next(in);
            if (command == null) {
                return;
            }
            commands.add(command);
        }
    }

    private static int lineFeed(ByteBuf in) {
        return in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
    }
}
