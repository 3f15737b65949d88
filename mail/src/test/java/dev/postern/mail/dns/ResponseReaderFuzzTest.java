package dev.postern.mail.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Of a hostile response only what answers the question counts. */
public final class ResponseReaderFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ResponseReaderFuzzTest.class, ResponseReaderFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Message response;
        try {
            response = new Message(input);
        } catch (IOException e) {
            return;
        }
        ResponseReader reader = new ResponseReader(response);
        assertFalse(reader.negativeTtl().isNegative());
        assertFalse(reader.isReferral() && reader.hasStartOfAuthority());
        for (Record owner : response.getSection(Section.ANSWER)) {
            Name name = owner.getName();
            CNAMERecord alias = reader.alias(name);
            assertTrue(alias == null || alias.getName().equals(name));
            for (RecordType<?> type : TYPES) {
                for (Record record : reader.records(name, type.code())) {
                    assertEquals(name, record.getName());
                    assertEquals(DClass.IN, record.getDClass());
                    assertNotNull(type.read(record));
                }
            }
        }
    }

    private static final List<RecordType<?>> TYPES =
            List.of(RecordType.A, RecordType.AAAA, RecordType.MX, RecordType.PTR, RecordType.SRV, RecordType.TXT);
}
