package dev.postern.mail.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.RecordType;
import dev.postern.mail.dns.Resolver;
import dev.postern.testkit.Vectors;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The suite of the SPF council for RFC 7208, each of its tests. */
class SpfSuiteTest {
    private static final String DEFAULT_EXPLANATION = "DEFAULT";
    private static final int TESTS = 203;

    @TestFactory
    Stream<DynamicContainer> suite() throws IOException {
        return suite(resolver -> resolver);
    }

    /** The same where each answer comes later, on a thread of its own. */
    @TestFactory
    Stream<DynamicContainer> suiteOfAnswersThatComeLater() throws IOException {
        return suite(resolver -> new Resolver() {
            @Override
            public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
                return resolver.lookup(name, type).thenApplyAsync(answer -> answer);
            }
        });
    }

    private static Stream<DynamicContainer> suite(UnaryOperator<Resolver> wrapper) throws IOException {
        JsonNode suite = new ObjectMapper()
                .readTree(Vectors.folder("spf").resolve("rfc7208.json").toFile());
        List<DynamicContainer> scenarios = new ArrayList<>();
        int tests = 0;
        for (JsonNode scenario : suite) {
            Resolver resolver = wrapper.apply(resolver(scenario.get("zone")));
            tests += scenario.get("tests").size();
            scenarios.add(DynamicContainer.dynamicContainer(
                    scenario.get("scenario").asText(),
                    scenario.get("tests").properties().stream()
                            .map(test -> DynamicTest.dynamicTest(test.getKey(), () -> run(resolver, test)))));
        }
        assertEquals(TESTS, tests);
        return scenarios.stream();
    }

    private static void run(Resolver resolver, Map.Entry<String, JsonNode> entry) throws IOException {
        JsonNode test = entry.getValue();
        SpfVerifier verifier = new SpfVerifier(resolver, SpfLimits.STANDARD, "receiver.example", Clock.systemUTC());
        SpfFinding finding = verifier.verify(SpfQuery.mailFrom(
                        InetAddress.getByName(test.get("host").asText()),
                        test.get("helo").asText(""),
                        test.get("mailfrom").asText("")))
                .toCompletableFuture()
                .join();
        List<String> allowed = new ArrayList<>();
        JsonNode result = test.get("result");
        if (result.isArray()) {
            result.forEach(one -> allowed.add(one.asText()));
        } else {
            allowed.add(result.asText());
        }
        assertTrue(
                allowed.contains(finding.result().text()),
                () -> finding.result() + " (" + finding.problem() + ") instead of " + allowed);
        JsonNode explanation = test.get("explanation");
        if (explanation != null) {
            assertEquals(
                    explanation.asText(), finding.explanation() == null ? DEFAULT_EXPLANATION : finding.explanation());
        }
    }

    private static SuiteResolver resolver(JsonNode zone) {
        SuiteResolver resolver = new SuiteResolver();
        for (Map.Entry<String, JsonNode> name : zone.properties()) {
            for (JsonNode entry : name.getValue()) {
                resolver.add(name.getKey(), entry.get(0).asText(), value(entry.get(1)));
            }
        }
        return resolver;
    }

    /** A text, the strings of one, or preference and host of an MX. */
    private static String value(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        boolean exchanger = value.get(0).isNumber();
        List<String> parts = new ArrayList<>();
        value.forEach(part -> parts.add(part.asText()));
        return String.join(exchanger ? " " : "", parts);
    }
}
