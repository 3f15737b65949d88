package dev.postern.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Ascii;
import dev.postern.smtp.Command;
import dev.postern.testkit.fuzz.Corpus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A command that is parsed, written as a client writes it, is the same command; anything else is answered. */
public final class CommandParserFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(CommandParserFuzzTest.class, CommandParserFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String line = new String(input, StandardCharsets.UTF_8);
        Command command = CommandParser.parse(line);
        if (command instanceof Command.Malformed malformed) {
            assertTrue(malformed.reply().isPermanent());
            assertEquals(malformed.verb(), ((Command.Malformed) CommandParser.refuse(line, malformed.reply())).verb());
            return;
        }
        String written = written(command);
        assertNotNull(command.verb());
        assertEquals(rewritten(command, written), CommandParser.parse(written));
        if (command instanceof Command.Plain || command instanceof Command.Auth) {
            return; // their text is free
        }
        ByteBuf out = Unpooled.buffer();
        CommandEncoder.encode(written, true, out);
        Command decoded = new CommandDecoder(4_096).next(out);
        assertEquals(rewritten(command, written), decoded);
        assertEquals(0, out.readableBytes());
    }

    // a domain is written in A-labels, so that the line may be of US-ASCII where the client's was not
    private static Command rewritten(Command command, String written) {
        boolean ascii = Ascii.holds(written);
        if (command instanceof Command.Mail mail) {
            return new Command.Mail(mail.reversePath(), mail.parameters(), ascii);
        }
        if (command instanceof Command.Rcpt rcpt) {
            return new Command.Rcpt(rcpt.forwardPath(), rcpt.parameters(), ascii);
        }
        return command;
    }

    private static String written(Command command) {
        if (command instanceof Command.Hello hello) {
            return hello.verb() + " " + hello.name();
        }
        if (command instanceof Command.Mail mail) {
            return "MAIL FROM:<" + path(mail.reversePath(), "") + ">" + parameters(mail.parameters());
        }
        if (command instanceof Command.Rcpt rcpt) {
            return "RCPT TO:<" + path(rcpt.forwardPath(), "postmaster") + ">" + parameters(rcpt.parameters());
        }
        if (command instanceof Command.Bdat bdat) {
            return "BDAT " + bdat.size() + (bdat.last() ? " LAST" : "");
        }
        if (command instanceof Command.Auth auth) {
            return "AUTH " + auth.mechanism() + (auth.initialResponse() == null ? "" : " " + auth.initialResponse());
        }
        Command.Plain plain = (Command.Plain) command;
        return plain.verb() + (plain.argument().isEmpty() ? "" : " " + plain.argument());
    }

    private static String path(@Nullable Object address, String none) {
        return address == null ? none : address.toString();
    }

    private static String parameters(Map<String, String> parameters) {
        StringBuilder text = new StringBuilder();
        parameters.forEach((name, value) ->
                text.append(' ').append(name).append(value.isEmpty() ? "" : "=").append(value));
        return text.toString();
    }
}
