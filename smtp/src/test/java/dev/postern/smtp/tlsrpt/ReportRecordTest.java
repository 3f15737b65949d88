package dev.postern.smtp.tlsrpt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.testkit.Rfc;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportRecordTest {
    private static Optional<List<URI>> destinations(String... texts) {
        return ReportRecord.of(List.of(texts)).map(ReportRecord::destinations);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=TLSRPTv1;rua=mailto:reports@example.com | mailto:reports@example.com",
                "v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt; | https://reporting.example.com/v1/tlsrpt",
                "v=TLSRPTv1 ; new=1 ;rua = mailto:a@b.example , HTTPS://c.example | mailto:a@b.example HTTPS://c.example",
                "v=TLSRPTv1;rua=ftp://a.example,mailto:a@b.example | mailto:a@b.example",
                "v=TLSRPTv1;rua=mailto:a@b.example;rua=mailto:c@d.example | mailto:a@b.example",
            })
    @Rfc("8460#3")
    void aDomainSaysWhereReportsGo(String record, String uris) {
        assertEquals(Optional.of(Stream.of(uris.split(" ", -1)).map(URI::create).toList()), destinations(record));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=TLSRPTv1",
                "v=TLSRPTv1;",
                "v=TLSRPTv1; rua=",
                "v=TLSRPTv1; rua=ftp://a.example",
                "v=TLSRPTv1; rua=mailto:a@b.example;; x=y",
                "v=TLSRPTv1; rua=mailto:a b@c.example",
                "v=TLSRPTv1; rua",
                "v=TLSRPTv1; =x; rua=mailto:a@b.example",
                "v=TLSRPTv1; x=\u00e9; rua=mailto:a@b.example",
                "v=TLSRPTv10; rua=mailto:a@b.example",
                "v=TLSRPTv2; rua=mailto:a@b.example",
                "rua=mailto:a@b.example; v=TLSRPTv1",
                "",
            })
    @Rfc("8460#3")
    void whatIsNoRecordAsksForNothing(String record) {
        assertEquals(Optional.empty(), destinations(record));
    }

    @Test
    @Rfc("8460#3b")
    void severalRecordsAskForNothing() {
        String record = "v=TLSRPTv1;rua=mailto:a@b.example";
        assertEquals(1, destinations("something else", record).orElseThrow().size());
        assertEquals(Optional.empty(), destinations(record, record));
        assertEquals(Optional.empty(), destinations());
        assertEquals(Optional.empty(), destinations(record + ",mailto:a@b.example".repeat(1_000)));
        assertEquals("_smtp._tls.b.example", ReportRecord.nameFor("b.example"));
    }
}
