package dev.postern.mail.dns;

import static dev.postern.mail.dns.ResolverContract.await;
import static dev.postern.mail.dns.ScriptedDns.a;
import static dev.postern.mail.dns.ScriptedDns.record;
import static dev.postern.mail.dns.ScriptedDns.response;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dns.Answer.Status;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What is asked over the wire, and how often. */
class DnsjavaResolverTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final ScriptedDns.Script SILENCE = (query, number, tcp) -> null;
    private static final ScriptedDns.Script ADDRESS = (query, number, tcp) -> response(
                    query, Rcode.NOERROR, a(query.getQuestion().getName().toString(), 60, "192.0.2.1"))
            .toWire();

    /** How it goes where the first response is wrong: the next one counts. */
    private static Answer<InetAddress> afterWrong(ScriptedDns.Script wrong) throws IOException {
        ScriptedDns.Script script = (query, number, tcp) -> (number == 1 ? wrong : ADDRESS).answer(query, number, tcp);
        try (ScriptedDns dns = ScriptedDns.answering(script);
                DnsjavaResolver resolver = resolver(LONG, dns)) {
            Answer<InetAddress> answer = await(resolver.a("a.example"));
            assertEquals(2, dns.questions().size());
            return answer;
        }
    }

    private static DnsjavaResolver resolver(Duration deadline, ScriptedDns... servers) {
        return DnsjavaResolver.asking(
                List.of(servers).stream().map(ScriptedDns::address).toList(), deadline);
    }

    private static long threads(Predicate<String> name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> name.test(thread.getName()))
                .count();
    }

    @Test
    void asksTheNextServerWhereOneFails() throws IOException {
        try (ScriptedDns failing = ScriptedDns.answering(
                        (query, number, tcp) -> response(query, Rcode.SERVFAIL).toWire());
                ScriptedDns working = ScriptedDns.answering(ADDRESS);
                DnsjavaResolver resolver = resolver(LONG, failing, working)) {
            assertEquals(Status.FOUND, await(resolver.a("a.example")).status());
            assertEquals(1, failing.questions().size());
            assertEquals(1, working.questions().size());
        }
    }

    @Test
    void failsWhereAllServersFailTwice() throws IOException {
        try (ScriptedDns dns = ScriptedDns.answering(
                        (query, number, tcp) -> response(query, Rcode.REFUSED).toWire());
                DnsjavaResolver resolver = resolver(LONG, dns)) {
            Answer<InetAddress> answer = await(resolver.a("a.example"));
            assertEquals(Status.FAILED, answer.status());
            assertEquals(2, dns.questions().size());
        }
    }

    @Test
    void timesOutByItsDeadline() throws IOException {
        try (ScriptedDns dns = ScriptedDns.answering(SILENCE);
                DnsjavaResolver resolver = resolver(SHORT, dns)) {
            long start = System.nanoTime();
            Answer<InetAddress> answer = await(resolver.a("a.example"));
            assertEquals(Status.TIMED_OUT, answer.status());
            assertTrue(System.nanoTime() - start >= SHORT.toNanos() / 2);
            assertEquals(2, dns.questions().size());
        }
    }

    @Test
    void asksAgainWhereAQuestionIsLost() throws IOException {
        ScriptedDns.Script script = (query, number, tcp) -> number == 1 ? null : ADDRESS.answer(query, number, tcp);
        try (ScriptedDns dns = ScriptedDns.answering(script);
                DnsjavaResolver resolver = resolver(Duration.ofSeconds(3), dns)) {
            assertEquals(Status.FOUND, await(resolver.a("a.example")).status());
        }
    }

    @Test
    void failsWhereNobodyListens() throws IOException {
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.onLoopback());
        try (DnsjavaResolver resolver = DnsjavaResolver.asking(List.of(nobody), LONG)) {
            assertEquals(Status.FAILED, await(resolver.a("a.example")).status());
        }
    }

    @Test
    void asksByTcpWhereAResponseIsTruncated() throws IOException {
        ScriptedDns.Script script = (query, number, tcp) -> {
            if (tcp) {
                return ADDRESS.answer(query, number, true);
            }
            Message truncated = response(query, Rcode.NOERROR);
            truncated.getHeader().setFlag(Flags.TC);
            return truncated.toWire();
        };
        try (ScriptedDns dns = ScriptedDns.answering(script);
                DnsjavaResolver resolver = resolver(LONG, dns)) {
            assertEquals(Status.FOUND, await(resolver.a("a.example")).status());
            assertEquals(2, dns.questions().size());
        }
    }

    @Test
    void ignoresAResponseToAnotherQuestion() throws IOException {
        assertTrue(afterWrong((query, number, tcp) -> {
                    byte[] response = ADDRESS.answer(query, number, tcp);
                    response[0] ^= 1; // the id
                    return response;
                })
                .isFound());
        assertTrue(afterWrong((query, number, tcp) -> {
                    Message other = Message.newQuery(a("b.example", 0, "192.0.2.9"));
                    other.getHeader().setID(query.getHeader().getID());
                    return response(other, Rcode.NOERROR, a("a.example", 60, "192.0.2.9"))
                            .toWire();
                })
                .isFound());
        assertTrue(afterWrong((query, number, tcp) -> query.toWire()).isFound());
    }

    @Test
    void ignoresWhatIsNoResponse() throws IOException {
        assertTrue(afterWrong((query, number, tcp) -> new byte[] {1}).isFound());
        assertTrue(afterWrong((query, number, tcp) -> {
                    byte[] header = new byte[12]; // no question
                    System.arraycopy(query.toWire(), 0, header, 0, 2);
                    header[2] = (byte) 0x80;
                    return header;
                })
                .isFound());
        assertTrue(afterWrong((query, number, tcp) -> {
                    byte[] response = ADDRESS.answer(query, number, tcp);
                    response[12] = (byte) 0xc0; // a name that points to itself
                    response[13] = 12;
                    return response;
                })
                .isFound());
    }

    @Test
    void ignoresRecordsThatWereNotAskedFor() throws IOException {
        try (ScriptedDns dns = ScriptedDns.answering(
                        a("victim.example", 60, "192.0.2.66"),
                        record("b.example", Type.CNAME, 60, "a.example."),
                        record("a.example", Type.AAAA, 60, "2001:db8::1"));
                DnsjavaResolver resolver = resolver(LONG, dns)) {
            assertEquals(Status.NO_DATA, await(resolver.a("a.example")).status());
            assertEquals(Status.NO_DATA, await(resolver.mx("victim.example")).status());
            assertEquals(2, dns.questions().size(), "what was not asked for is not kept");
        }
    }

    @Test
    void answersWhateverComesBack() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ScriptedDns.Script script = (query, number, tcp) -> {
            byte[] response = ADDRESS.answer(query, number, tcp);
            for (int changes = random.nextInt(6); changes >= 0; changes--) {
                response[2 + random.nextInt(response.length - 2)] = (byte) random.nextInt();
            }
            return Arrays.copyOf(response, random.nextInt(8) == 0 ? random.nextInt(response.length) : response.length);
        };
        try (ScriptedDns dns = ScriptedDns.answering(script);
                DnsjavaResolver resolver = resolver(Duration.ofSeconds(2), dns)) {
            List<CompletionStage<Answer<InetAddress>>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                answers.add(resolver.a("a" + i + ".example"));
            }
            for (var answer : answers) {
                assertDoesNotThrow(() -> await(answer), () -> "seed " + seed);
            }
        }
        try (ScriptedDns dns = ScriptedDns.answering(ADDRESS);
                DnsjavaResolver resolver = resolver(LONG, dns)) {
            assertTrue(await(resolver.a("a.example")).isFound(), () -> "no harm is left, seed " + seed);
        }
    }

    @Test
    void takesAReferralForAFailure() throws IOException {
        ScriptedDns.Script script = (query, number, tcp) -> {
            Message referral = response(query, Rcode.NOERROR);
            referral.addRecord(record("example", Type.NS, 60, "ns.example."), Section.AUTHORITY);
            return referral.toWire();
        };
        try (ScriptedDns dns = ScriptedDns.answering(script);
                DnsjavaResolver resolver = resolver(LONG, dns)) {
            assertEquals(Status.FAILED, await(resolver.a("a.example")).status());
        }
    }

    @Test
    void asksWhetherAnAnswerIsVerified() throws IOException {
        ScriptedDns.Script script = (query, number, tcp) -> {
            Message response =
                    response(query, Rcode.NOERROR, a(query.getQuestion().getName() + "", 60, "192.0.2.1"));
            if (query.getHeader().getFlag(Flags.AD)) {
                response.getHeader().setFlag(Flags.AD);
            }
            return response.toWire();
        };
        try (ScriptedDns dns = ScriptedDns.answering(script);
                DnsjavaResolver resolver = resolver(LONG, dns)) {
            assertTrue(await(resolver.a("a.example")).authenticated());
        }
    }

    @Test
    @Rfc("7672#2.1.1")
    void believesOnlyWhomItMayTrustThatAnAnswerIsVerified() throws IOException {
        ScriptedDns.Script script = (query, number, tcp) -> {
            Message response =
                    response(query, Rcode.NOERROR, a(query.getQuestion().getName() + "", 60, "192.0.2.1"));
            response.getHeader().setFlag(Flags.AD);
            return response.toWire();
        };
        try (ScriptedDns forwarder = ScriptedDns.answering(InetAddress.getByName("127.0.0.11"), script);
                DnsjavaResolver wary = resolver(LONG, forwarder);
                DnsjavaResolver trusting = DnsjavaResolver.askingOrOfSystem(List.of(forwarder.address()), LONG, true)) {
            assertFalse(wary.someTrusted());
            assertFalse(await(wary.a("a.example")).authenticated());
            assertTrue(trusting.someTrusted());
            assertTrue(await(trusting.a("a.example")).authenticated());
        }
        InetSocketAddress elsewhere = new InetSocketAddress("192.0.2.53", 53);
        InetSocketAddress here = new InetSocketAddress("127.0.0.53", 53);
        try (DnsjavaResolver far = DnsjavaResolver.asking(List.of(elsewhere), LONG);
                DnsjavaResolver near = DnsjavaResolver.asking(List.of(elsewhere, here), LONG)) {
            assertFalse(far.someTrusted());
            assertTrue(near.someTrusted());
        }
    }

    @Test
    void isVerifiedOnlyWhereAllStepsAre() throws IOException {
        ScriptedDns.Script script = (query, number, tcp) -> {
            Message response = number == 1
                    ? response(query, Rcode.NOERROR, record("a.example", Type.CNAME, 60, "b.example."))
                    : response(query, Rcode.NOERROR, a("b.example", 60, "192.0.2.1"));
            if (number == 1) {
                response.getHeader().setFlag(Flags.AD);
            }
            return response.toWire();
        };
        try (ScriptedDns dns = ScriptedDns.answering(script);
                DnsjavaResolver resolver = resolver(LONG, dns)) {
            Answer<InetAddress> answer = await(resolver.a("a.example"));
            assertTrue(answer.isFound());
            assertFalse(answer.authenticated());
        }
    }

    @Test
    void asksOnceForWhatManyAsk() throws IOException {
        ScriptedDns.Script script = (query, number, tcp) -> number == 1 ? null : ADDRESS.answer(query, number, tcp);
        try (ScriptedDns dns = ScriptedDns.answering(script);
                DnsjavaResolver resolver = resolver(Duration.ofSeconds(3), dns)) {
            List<CompletionStage<Answer<InetAddress>>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(resolver.a(i % 2 == 0 ? "a.example" : "A.Example."));
            }
            answers.get(0).toCompletableFuture().cancel(true); // one who gives up takes nothing from the others
            for (var answer : answers.subList(1, answers.size())) {
                assertTrue(await(answer).isFound());
            }
            assertEquals(2, dns.questions().size(), "one question, asked again after its loss");
        }
    }

    @Test
    void holdsNoThreadForAQuestion() throws IOException {
        try (ScriptedDns dns = ScriptedDns.answering(SILENCE);
                DnsjavaResolver resolver = resolver(Duration.ofSeconds(1), dns)) {
            await(resolver.a("warm.example"));
            long before = threads(name -> true);
            List<CompletionStage<Answer<InetAddress>>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                answers.add(resolver.a("a" + i + ".example"));
            }
            assertTrue(threads(name -> true) <= before + 2);
            answers.forEach(
                    answer -> assertEquals(Status.TIMED_OUT, await(answer).status()));
            assertTrue(threads(name -> true) <= before + 2);
        }
    }

    @Test
    void refusesMoreQuestionsThanItCanHold() throws IOException {
        try (ScriptedDns dns = ScriptedDns.answering(SILENCE);
                DnsjavaResolver resolver = resolver(Duration.ofSeconds(2), dns)) {
            List<CompletionStage<Answer<InetAddress>>> answers = new ArrayList<>();
            for (int i = 0; i <= 1_000; i++) {
                answers.add(resolver.a("a" + i + ".example"));
            }
            assertEquals(
                    "too many questions are open", await(answers.get(1_000)).detail());
            assertEquals(Status.TIMED_OUT, await(answers.get(999)).status());
            for (var answer : answers) {
                await(answer);
            }
            assertEquals(Status.TIMED_OUT, await(resolver.a("a1000.example")).status(), "and has room again");
        }
    }

    @Test
    void endsItsThreadWithTheLastResolver() throws IOException {
        Predicate<String> selector = name -> name.startsWith("dnsjava NIO selector");
        try (ScriptedDns dns = ScriptedDns.answering(ADDRESS)) {
            DnsjavaResolver one = resolver(LONG, dns);
            DnsjavaResolver other = resolver(LONG, dns);
            assertTrue(await(one.a("a.example")).isFound());
            one.close();
            one.close();
            assertTrue(await(other.a("a.example")).isFound());
            assertEquals(1, threads(selector));
            other.close();
            assertEquals(0, threads(selector));
            assertEquals(Status.FAILED, await(one.a("b.example")).status());
            try (DnsjavaResolver third = resolver(LONG, dns)) {
                assertTrue(await(third.a("a.example")).isFound());
            }
        }
    }

    @Test
    void answersWhatIsOpenWhenItCloses() throws IOException {
        try (ScriptedDns dns = ScriptedDns.answering(SILENCE)) {
            DnsjavaResolver resolver = resolver(LONG, dns);
            CompletionStage<Answer<InetAddress>> open = resolver.a("a.example");
            resolver.close();
            assertEquals(Status.FAILED, await(open).status());
            assertEquals(0, threads(name -> name.startsWith("dnsjava NIO selector")));
        }
    }

    @Test
    void needsAServerAndTime() {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), 53);
        assertThrows(IllegalArgumentException.class, () -> DnsjavaResolver.asking(List.of(), LONG));
        assertThrows(IllegalArgumentException.class, () -> DnsjavaResolver.asking(List.of(server), Duration.ZERO));
    }

    @Test
    void asksTheServersOfTheSystem() {
        try (DnsjavaResolver resolver = DnsjavaResolver.ofSystem(SHORT)) {
            assertEquals(Status.NO_SUCH_NAME, await(resolver.a("a..b")).status());
        }
    }
}
