package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.Envelope;
import dev.postern.smtp.policy.Limits;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content by BDAT, on the wire. */
@Timeout(60)
class ChunkingTest {
    private static final int SIZE_LIMIT = 64 << 10;

    private final RecordingSink sink = new RecordingSink();

    @TempDir
    private Path directory;

    private SmtpServer server;
    private Conversation client;

    @BeforeEach
    void start() throws IOException {
        server = SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .limits(Limits.DEFAULT.withMessageSize(SIZE_LIMIT))
                .spool(Spool.in(directory))
                .start();
        client = new Conversation(server.port());
        client.expect("220");
        client.say("EHLO client.example.org", "250 HELP");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private void open(String parameters) throws IOException {
        client.say("MAIL FROM:<ann@example.org>" + parameters, "250 2.1.0");
        client.say("RCPT TO:<bob@example.net>", "250 2.1.5");
    }

    private String received() {
        assertEquals(1, sink.mails().size());
        return sink.mails().get(0).sent();
    }

    @Test
    @Rfc({"3030#2", "3030#2b"})
    void aMailInChunksIsTheirContentInOrderDotsAndAll() throws IOException {
        open("");
        client.send("BDAT 16\r\nSubject: x\r\n\r\n.\r").expect("250 2.0.0");
        client.send("BDAT 3\r\n\n..").expect("250 2.0.0");
        client.send("BDAT 5 LAST\r\nend\r\n").expect("250 2.0.0 Accepted as ");
        assertEquals("Subject: x\r\n\r\n.\r\n..end\r\n", received());
        client.say("QUIT", "221");
    }

    @Test
    @Rfc({"3030#2", "3030#4.2"})
    void aMailMayComeInOneFlightAndEachOctetAlone() throws IOException {
        String flight =
                "MAIL FROM:<>\r\nRCPT TO:<bob@example.net>\r\nBDAT 4\r\na\r\nbBDAT 2\r\n\r\nBDAT 0 LAST\r\nNOOP\r\n";
        for (int size : new int[] {flight.length(), 1}) {
            for (int i = 0; i < flight.length(); i += size) {
                client.send(flight.substring(i, i + size));
            }
            client.expect("250 2.1.0");
            client.expect("250 2.1.5");
            client.expect("250 2.0.0 Chunk");
            client.expect("250 2.0.0 Chunk");
            client.expect("250 2.0.0 Accepted as ");
            client.expect("250 2.0.0 OK");
        }
        assertEquals(2, sink.mails().size());
        sink.mails().forEach(mail -> assertEquals("a\r\nb\r\n", mail.sent()));
    }

    @Test
    @Rfc({"3030#2c", "3030#2d"})
    void aRefusedChunkFlowsByAndIsNeverReadAsCommands() throws IOException {
        client.send("BDAT 6\r\nQUIT\r\nBDAT 6 LAST\r\nQUIT\r\n");
        client.expect("503 5.5.1 Say MAIL first");
        client.expect("503 5.5.1 Say MAIL first");
        client.say("MAIL FROM:<>", "250");
        client.send("BDAT 6 LAST\r\nQUIT\r\n").expect("554 5.5.1");
        client.say("RCPT TO:<bob@example.net>", "250");
        client.send("BDAT 3 LAST\r\nx\r\n").expect("250");
        assertEquals("x\r\n", received());
    }

    @Test
    @Rfc("3030#2d")
    void behindAChunkComesNothingButChunksOrTheEndOfTheMail() throws IOException {
        open("");
        client.send("BDAT 3\r\nx\r\n").expect("250");
        client.say("DATA", "503 5.5.1 Chunks have begun");
        client.say("RCPT TO:<carol@example.net>", "503 5.5.1 Chunks have begun");
        client.say("MAIL FROM:<>", "503 5.5.1 Chunks have begun");
        client.say("NOOP", "250");
        client.say("RSET", "250");
        client.send("BDAT 3 LAST\r\nx\r\n").expect("503 5.5.1 Say MAIL first");
        assertEquals(0, sink.mails().size());
    }

    @Test
    void contentThatWouldGoOnWithOurTraceFieldIsRefused() throws IOException {
        for (String content : new String[] {" by a bank\r\n\r\n", "\tby a bank\r\n"}) {
            open("");
            client.send("BDAT 0\r\n").expect("250");
            client.send("BDAT " + content.length() + " LAST\r\n" + content).expect("554 5.6.0 Message begins with");
            open("");
            client.say("DATA", "354");
            client.say(content + ".", "554 5.6.0 Message begins with");
        }
        assertEquals(0, sink.mails().size());
    }

    @Test
    @Rfc({"3030#3", "3030#3b"})
    void binaryContentIsCarriedVerbatimByBdatOnly() throws IOException {
        open(" BODY=BINARYMIME");
        client.say("DATA", "503 5.5.1 BINARYMIME");
        String binary = "a\0b\rc\nd\r\n.\r\n\u00ff\r";
        client.send("BDAT " + binary.length() + " LAST\r\n" + binary).expect("250");
        assertEquals(binary, received());
        assertEquals(Envelope.Body.BINARY_MIME, sink.mails().get(0).envelope().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\0b", "b\r"})
    @Rfc("3030#3")
    void withoutTheDeclarationBinaryContentIsRefused(String content) throws IOException {
        open("");
        client.send("BDAT " + content.length() + " LAST\r\n" + content).expect("554 5.6.0");
        client.say("MAIL FROM:<>", "250");
    }

    @Test
    @Rfc("3030#2c")
    void aMalformedChunkEndsTheMailAndTheOthersFlowBy() throws IOException {
        open("");
        client.send("BDAT 2\r\n\n\nBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n");
        client.expect("554 5.6.0");
        client.expect("503 5.5.1");
        client.expect("250 2.0.0 OK");
    }

    @Test
    @Rfc("1870#6.3")
    void chunksThatExceedTheLimitTogetherAreRefused() throws IOException {
        open("");
        String half = "x".repeat(SIZE_LIMIT / 2);
        client.send("BDAT " + half.length() + "\r\n" + half).expect("250");
        client.send("BDAT " + half.length() + "\r\n" + half).expect("250");
        client.send("BDAT 1 LAST\r\nx").expect("552 5.3.4");
        client.say("NOOP", "250");
        assertEquals(0, sink.mails().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "-1", "1 2", "x", "", "1 LAST LAST", "0x10"})
    void whereNobodyKnowsHowMuchFollowsTheConnectionEnds(String argument) throws IOException {
        open("");
        client.say("BDAT " + argument, "501 5.5.4 BDAT takes");
        client.expectEnd();
    }

    @Test
    void noBytesOfABdatThatIsNotTextAreReadAsCommands() throws IOException {
        open("");
        client.send("BDAT 6 L\u00c4ST\r\nRSET\r\n").expect("500 5.5.2");
        client.expectEnd();
    }

    @Test
    void aLostConnectionWithinAChunkLeavesNothing() throws IOException {
        open("");
        client.send("BDAT 1000 LAST\r\nonly this");
        client.socket().shutdownOutput();
        client.expectEnd();
        assertEquals(0, sink.mails().size());
    }
}
