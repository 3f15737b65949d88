package dev.postern.kafka.source.record;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.source.MailSourceConfig;
import dev.postern.mail.Message;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever a mail is like, it is a struct that a converter can write, and that takes no more than is counted. */
public final class MailRecordsFuzzTest {
    private static final List<Map.Entry<String, String>> ENVELOPE =
            List.of(Map.entry("mail.from", "ann@example.org"), Map.entry("mail.to", "bob@example.net"));

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(MailRecordsFuzzTest.class, MailRecordsFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        try (Message message = Message.of(input)) {
            RecordContent record = Fixture.RECORDS.of(new IncomingMail("1", ENVELOPE, message, Instant.EPOCH));
            ((Struct) record.value()).validate();
            byte[] json = Fixture.JSON.fromConnectData("mail", record.valueSchema(), record.value());
            assertTrue(json.length <= record.octets(), () -> json.length + " octets, counted " + record.octets());
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }

    /** Made once. */
    private static final class Fixture {
        static final MailRecords RECORDS = records();
        static final JsonConverter JSON = new JsonConverter();

        static {
            JSON.configure(Map.of(), false);
        }

        private static MailRecords records() {
            try {
                return new RecordConfig(new MailSourceConfig(Map.of(
                                "topic", "mail",
                                "mail.value.format", "struct",
                                "struct.raw", "true",
                                "record.key", "thread",
                                "trusted.authserv.ids", "mx.example.net")))
                        .open();
            } catch (IOException e) {
                throw new UncheckedIOException("nothing is opened", e);
            }
        }
    }
}
