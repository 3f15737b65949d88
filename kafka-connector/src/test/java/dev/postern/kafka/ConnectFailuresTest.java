package dev.postern.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.sink.SmtpSinkConnector;
import dev.postern.kafka.source.MailSourceConnector;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.kafka.connect.runtime.rest.errors.ConnectRestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the user of a real worker is told when something is wrong. */
@Timeout(300)
@ExtendWith(ConnectWorker.class)
class ConnectFailuresTest {
    private static String firstLine(String trace) {
        return trace.lines().findFirst().orElse("");
    }

    @Test
    void wrongSettingsAreRefusedOverRest() {
        Map<String, String> sink = ConnectWorker.sinkSettings("any", 25);
        sink.put("smtp.username", "ann");
        ConnectRestException refusal = assertThrows(
                ConnectRestException.class, () -> ConnectWorker.configure("wrong", SmtpSinkConnector.class, sink));
        assertEquals(400, refusal.statusCode());
        String missing =
                "Missing value for configuration smtp.password: set it together with smtp.username, or neither";
        assertTrue(refusal.getMessage().contains(missing), refusal.getMessage());

        Map<String, String> source = ConnectWorker.sourceSettings("any", 2525);
        source.put("require.tsl", "true");
        refusal = assertThrows(
                ConnectRestException.class, () -> ConnectWorker.configure("wrong", MailSourceConnector.class, source));
        assertEquals(400, refusal.statusCode());
        assertTrue(refusal.getMessage().contains("Unknown configuration require.tsl"), refusal.getMessage());
    }

    @Test
    void aPortThatIsTakenIsTheFirstLineOfTheTasksFailure() throws Exception {
        ConnectWorker.createTopic("nothing");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            ConnectWorker.configure("taken", MailSourceConnector.class, ConnectWorker.sourceSettings("nothing", port));
            String line = firstLine(ConnectWorker.awaitFailure("taken"));
            assertTrue(line.contains("can't listen on 127.0.0.1:" + port), line);
            assertTrue(line.endsWith("set listen.host and listen.port to what is free on this machine"), line);
        }
        ConnectWorker.delete("taken");
    }

    @Test
    void withoutToleranceARecordThatIsNoMailFailsTheTaskAndNamesItself() throws Exception {
        ConnectWorker.createTopic("intolerant");
        try (FakeRelay relay = FakeRelay.taking()) {
            Map<String, String> settings = ConnectWorker.sinkSettings("intolerant", relay.port());
            ConnectWorker.run("intolerant", SmtpSinkConnector.class, settings);
            ConnectWorker.produce(
                    "intolerant", "From: a@example.org\r\nTo: b@example.net\r\n\r\nfirst\r\n".getBytes(UTF_8));
            assertTrue(relay.next().content().endsWith("first\r\n"));
            ConnectWorker.produce("intolerant", "From: a@example.org\nTo: b@example.net\n\nsecond\n".getBytes(UTF_8));
            String trace = ConnectWorker.awaitFailure("intolerant");
            String reason =
                    "record at offset 1 of intolerant-0 can't become a mail: the message holds a bare LF at octet 19: lines end in CRLF";
            assertTrue(trace.contains(reason), trace);
            assertTrue(trace.contains("errors.deadletterqueue.topic.name"), trace);
            assertFalse(trace.contains("second"), "the mail itself is not shown");
            assertEquals(0, relay.waiting());
        }
        ConnectWorker.delete("intolerant");
    }
}
