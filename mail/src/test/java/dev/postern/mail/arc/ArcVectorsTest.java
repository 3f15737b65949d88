package dev.postern.mail.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.mail.HeaderEdit;
import dev.postern.mail.auth.field.ClaimedResults;
import dev.postern.mail.dkim.DkimKey;
import dev.postern.mail.dkim.DkimKeyRing;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dkim.KeyZone;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** ValiMail's suite, each of its tests. */
class ArcVectorsTest {
    private static final Pattern RESULTS = Pattern.compile("(?m)^Authentication-Results:((?:.*\r\n)(?:[ \t].*\r\n)*)");

    @TestFactory
    Stream<DynamicTest> validates() throws IOException {
        return tests("validate.json", 171, (scenario, test) -> {
            ArcReport report = Chains.verified(zone(scenario), DkimPolicy.STANDARD, mail(test));
            assertEquals(expected(test), report.result(), report::toString);
        });
    }

    /** The suite leaves it open what comes of a chain that says of itself that it is broken: by RFC 8617 §5.2 it fails. */
    private static ArcResult expected(JsonNode test) {
        String status = test.get("cv").asText();
        return status.isEmpty() ? ArcResult.FAIL : ArcResult.valueOf(status.toUpperCase(Locale.ROOT));
    }

    @TestFactory
    Stream<DynamicTest> seals() throws IOException {
        return tests("sign.json", 17, (scenario, test) -> {
            String mail = mail(test);
            ArcReport before = Chains.verified(zone(scenario), DkimPolicy.STANDARD, mail);
            DkimKey key = new DkimKey(
                    scenario.get("domain").asText(), scenario.get("sel").asText(), key(scenario), Instant.EPOCH);
            ArcSealer sealer = new ArcSealer(
                    new DkimKeyRing(List.of(key)),
                    new ArcSealingPolicy(
                            List.of(), List.of(test.get("sig-headers").asText().split(":", -1))),
                    Clock.fixed(Instant.ofEpochSecond(test.get("t").asLong()), ZoneOffset.UTC));
            Map<String, String> fields =
                    Chains.fields(
                                    sealer,
                                    mail,
                                    before.result(),
                                    results(mail, test.get("srv-id").asText()))
                            .stream()
                            .collect(Collectors.toMap(HeaderEdit.Insert::name, HeaderEdit.Insert::value));
            assertEquals(
                    withoutBlanks(test.get("AMS").asText()),
                    withoutBlanks(fields.getOrDefault("ARC-Message-Signature", "")));
            assertEquals(
                    withoutBlanks(test.get("AAR").asText()),
                    withoutBlanks(fields.getOrDefault("ARC-Authentication-Results", "")));
            assertEquals(withoutBlanks(test.get("AS").asText()), withoutBlanks(fields.getOrDefault("ARC-Seal", "")));
        });
    }

    private interface Run {
        void test(JsonNode scenario, JsonNode test) throws GeneralSecurityException;
    }

    private static Stream<DynamicTest> tests(String file, int count, Run run) throws IOException {
        JsonNode suite =
                new ObjectMapper().readTree(Vectors.folder("arc").resolve(file).toFile());
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode scenario : suite) {
            for (Map.Entry<String, JsonNode> test : scenario.get("tests").properties()) {
                tests.add(DynamicTest.dynamicTest(test.getKey(), () -> run.test(scenario, test.getValue())));
            }
        }
        assertEquals(count, tests.size());
        return tests.stream();
    }

    private static String mail(JsonNode test) {
        return test.get("message").asText().replace("\n", "\r\n");
    }

    private static Resolver zone(JsonNode scenario) {
        return ZoneResolver.of(scenario.get("txt-records").properties().stream()
                .map(record ->
                        KeyZone.line(record.getKey(), record.getValue().asText().replace("\n", "")))
                .collect(Collectors.joining()));
    }

    /** What one host has written into several fields, in one. */
    private static String results(String mail, String host) {
        ClaimedResults ours = new ClaimedResults(host);
        List<String> parts = new ArrayList<>();
        for (Matcher field = RESULTS.matcher(mail.substring(0, mail.indexOf("\r\n\r\n"))); field.find(); ) {
            if (ours.isClaimed(field.group(1))) {
                parts.add(field.group(1)
                        .substring(field.group(1).indexOf(';') + 1)
                        .stripTrailing());
            }
        }
        assertTrue(!parts.isEmpty());
        return " " + host + ";" + String.join(";", parts);
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }

    /** The key of a PEM text (PKCS#1), in the frame of PKCS#8 that Java reads. */
    private static PrivateKey key(JsonNode scenario) throws GeneralSecurityException {
        String pem = scenario.get("privatekey").asText();
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(HexFormat.of().parseHex("020100300d06092a864886f70d0101010500"));
        content.writeBytes(element(0x04, key));
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(element(0x30, content.toByteArray())));
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.writeBytes(new byte[] {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length});
        element.writeBytes(content);
        return element.toByteArray();
    }
}
