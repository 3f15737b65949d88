package dev.postern.mail.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Message;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.testkit.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The mails of Mail::DKIM, of which all that pass are signed with SHA-1, most by keys of 512 bits. */
class DkimVectorsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final DkimPolicy OLD = DkimPolicy.STANDARD.asOfRfc4871();

    @TestFactory
    Stream<DynamicTest> asOfRfc4871() throws IOException {
        return expected().entrySet().stream()
                .map(mail -> DynamicTest.dynamicTest(
                        mail.getKey(), () -> assertEquals(mail.getValue(), judged(mail.getKey(), OLD))));
    }

    @Test
    void noneOfThemPassesToday() throws IOException {
        for (String mail : expected().keySet()) {
            DkimReport report = report(mail, DkimPolicy.STANDARD);
            assertTrue(report.passed().isEmpty(), mail);
        }
    }

    private static Map<String, String> expected() throws IOException {
        Map<String, String> expected = rows("expected.tsv");
        assertEquals(69, expected.size());
        return expected;
    }

    private static String judged(String mail, DkimPolicy policy) throws IOException {
        return switch (report(mail, policy).result()) {
            case PASS -> "pass";
            case NONE -> "none";
            default -> "fail";
        };
    }

    private static DkimReport report(String mail, DkimPolicy policy) throws IOException {
        String text = Files.readString(folder().resolve("messages").resolve(mail), ISO_8859_1);
        byte[] octets = text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(ISO_8859_1);
        return new DkimVerifier(resolver(), CLOCK, policy)
                .verify(Message.of(octets))
                .toCompletableFuture()
                .join();
    }

    private static Resolver resolver() throws IOException {
        ZoneResolver.Builder zone = ZoneResolver.builder();
        rows("dns.tsv").forEach((name, record) -> {
            if (record.equals("~~")) {
                zone.failing(name);
            } else {
                zone.zone(KeyZone.line(name, record));
            }
        });
        return zone.build();
    }

    private static Map<String, String> rows(String file) throws IOException {
        List<String> lines = Files.readAllLines(folder().resolve(file));
        return lines.stream()
                .map(line -> line.split("\t", 2))
                .collect(Collectors.toMap(row -> row[0], row -> row[1], (first, second) -> first, LinkedHashMap::new));
    }

    private static Path folder() {
        return Vectors.folder("dkim");
    }
}
