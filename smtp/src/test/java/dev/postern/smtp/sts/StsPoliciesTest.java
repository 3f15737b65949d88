package dev.postern.smtp.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Domain;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.RecordType;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.tlsrpt.ResultType;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a policy is fetched, and how long it is kept. */
@Timeout(60)
class StsPoliciesTest {
    private static final Domain DOMAIN = Domain.parse("bank.example");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-27T00:00:00Z"));
    private final Deque<CompletableFuture<String>> fetches = new ArrayDeque<>();
    private Resolver dns = ZoneResolver.of("");
    private final Resolver switched = new Resolver() {
        @Override
        public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
            return dns.lookup(name, type);
        }
    };
    private final PolicySource source = domain -> {
        assertEquals(DOMAIN, domain);
        CompletableFuture<String> fetch = new CompletableFuture<>();
        fetches.add(fetch);
        return fetch;
    };
    private final StsPolicies policies = new StsPolicies(switched, source, PolicyStore.NONE, clock);

    private void publish(String id) {
        dns = ZoneResolver.of("_mta-sts.bank.example 60 TXT \"v=STSv1; id=" + id + ";\"");
    }

    private static String policy(String mode, String host, Duration age) {
        return "version: STSv1\nmode: " + mode + "\nmx: " + host + "\nmax_age: " + age.toSeconds() + "\n";
    }

    private CompletableFuture<StsFinding> ask() {
        return policies.of(DOMAIN).toCompletableFuture();
    }

    /** Whether what is known at once allows this host. */
    private boolean allows(String host) throws Exception {
        StsPolicy policy = ask().get(0, TimeUnit.SECONDS).policy();
        return policy != null && policy.allows(host);
    }

    private static StsFetchException unreachable() {
        return new StsFetchException(ResultType.STS_POLICY_FETCH_ERROR, "nobody there");
    }

    /** Publishes a policy and has it fetched. */
    private void know(String id, String host, Duration age) throws Exception {
        publish(id);
        CompletableFuture<StsFinding> finding = ask();
        fetches.remove().complete(policy("enforce", host, age));
        assertNotNull(finding.get(0, TimeUnit.SECONDS).policy());
    }

    @Test
    @Rfc({"8461#3.3", "8461#5.1"})
    void isFetchedOnceForAllWhoAskAndKept() throws Exception {
        publish("1");
        CompletableFuture<StsFinding> first = ask();
        CompletableFuture<StsFinding> second = ask();
        assertFalse(first.isDone() || second.isDone());
        assertEquals(1, fetches.size());
        fetches.remove().complete(policy("enforce", "a.example", Duration.ofDays(7)));
        assertEquals(
                first.get(0, TimeUnit.SECONDS).policy(),
                second.get(0, TimeUnit.SECONDS).policy());
        assertTrue(allows("a.example"));
        assertTrue(fetches.isEmpty());
    }

    @Test
    @Rfc("8461#3.1")
    void nobodyIsAskedWithoutARecord() throws Exception {
        assertEquals(StsFinding.NONE, ask().get(0, TimeUnit.SECONDS));
        dns = ZoneResolver.builder().failing("_mta-sts.bank.example").build();
        assertEquals(StsFinding.NONE, ask().get(0, TimeUnit.SECONDS));
        assertEquals(
                StsFinding.NONE,
                policies.of(Domain.parse("[192.0.2.1]")).toCompletableFuture().get(0, TimeUnit.SECONDS));
        assertTrue(fetches.isEmpty());
    }

    @Test
    @Rfc({"8461#3.3b", "8461#10.2"})
    void holdsToItsEndWhateverBecomesOfTheRecord() throws Exception {
        know("1", "a.example", Duration.ofDays(2));
        dns = ZoneResolver.of("");
        assertTrue(allows("a.example"));
        dns = ZoneResolver.builder().timingOut("_mta-sts.bank.example").build();
        clock.pass(Duration.ofHours(47));
        assertTrue(allows("a.example"));
        clock.pass(Duration.ofHours(1));
        assertFalse(allows("a.example"));
        assertTrue(fetches.isEmpty());
    }

    @Test
    @Rfc("8461#3.1c")
    void aNewNameBringsTheNewPolicyBeforeMailGoes() throws Exception {
        know("1", "a.example", Duration.ofDays(7));
        publish("2");
        CompletableFuture<StsFinding> finding = ask();
        assertFalse(finding.isDone());
        fetches.remove().complete(policy("enforce", "b.example", Duration.ofDays(7)));
        assertTrue(finding.get(0, TimeUnit.SECONDS).policy().allows("b.example"));
        assertFalse(allows("a.example"));
    }

    @Test
    @Rfc({"8461#3.3b", "8461#3.3c"})
    void theOldOneHoldsWhereTheNewOneCantBeHadAndNobodyAsksAgainAtOnce() throws Exception {
        know("1", "a.example", Duration.ofDays(7));
        publish("2");
        CompletableFuture<StsFinding> finding = ask();
        fetches.remove().completeExceptionally(unreachable());
        assertTrue(finding.get(0, TimeUnit.SECONDS).policy().allows("a.example"));
        assertEquals(
                ResultType.STS_POLICY_FETCH_ERROR,
                finding.get(0, TimeUnit.SECONDS).fault());
        assertTrue(allows("a.example"));
        assertTrue(fetches.isEmpty());
        clock.pass(Duration.ofMinutes(5));
        finding = ask();
        fetches.remove().complete("not a policy");
        assertTrue(finding.get(0, TimeUnit.SECONDS).policy().allows("a.example"));
        assertEquals(
                ResultType.STS_POLICY_INVALID, finding.get(0, TimeUnit.SECONDS).fault());
        publish("3");
        assertFalse(ask().isDone(), "another name is another policy");
    }

    @Test
    @Rfc("8461#3.3c")
    void withoutAnOldOneMailGoesAsIfThereWereNone() throws Exception {
        publish("1");
        CompletableFuture<StsFinding> finding = ask();
        fetches.remove()
                .completeExceptionally(new StsFetchException(ResultType.STS_WEBPKI_INVALID, "not his certificate"));
        assertNull(finding.get(0, TimeUnit.SECONDS).policy());
        assertEquals(
                ResultType.STS_WEBPKI_INVALID, finding.get(0, TimeUnit.SECONDS).fault());
        assertEquals(
                ResultType.STS_WEBPKI_INVALID, ask().get(0, TimeUnit.SECONDS).fault());
        assertTrue(fetches.isEmpty());
    }

    @Test
    @Rfc("8461#3.3d")
    void isRenewedBesideTheMailBeforeItEnds() throws Exception {
        know("1", "a.example", Duration.ofDays(7));
        clock.pass(Duration.ofHours(23));
        assertTrue(allows("a.example"));
        assertTrue(fetches.isEmpty());
        clock.pass(Duration.ofHours(1));
        assertTrue(allows("a.example"), "nobody waits");
        assertTrue(allows("a.example"));
        assertEquals(1, fetches.size());
        fetches.remove().complete(policy("enforce", "b.example", Duration.ofDays(7)));
        assertTrue(allows("b.example"));
        clock.pass(Duration.ofDays(1));
        assertTrue(allows("b.example"));
        fetches.remove().completeExceptionally(unreachable());
        clock.pass(Duration.ofDays(5));
        assertTrue(allows("b.example"));
    }

    @Test
    @Rfc("8461#3.2d")
    void aDomainMayEndItsPolicy() throws Exception {
        know("1", "a.example", Duration.ofDays(7));
        publish("2");
        CompletableFuture<StsFinding> finding = ask();
        fetches.remove().complete("version: STSv1\nmode: none\nmax_age: 86400\n");
        assertEquals(StsFinding.NONE, finding.get(0, TimeUnit.SECONDS));
        assertEquals(StsFinding.NONE, ask().get(0, TimeUnit.SECONDS));
        assertTrue(fetches.isEmpty());
    }

    @Test
    void aPolicyOfNoDurationIsNotFetchedForEachMail() throws Exception {
        know("1", "a.example", Duration.ZERO);
        assertTrue(allows("a.example"));
        assertTrue(fetches.isEmpty());
        clock.pass(Duration.ofMinutes(5));
        assertFalse(ask().isDone());
    }

    @Test
    void whoGivesUpWaitingDisturbsNobody() throws Exception {
        publish("1");
        CompletableFuture<StsFinding> first = ask();
        CompletableFuture<StsFinding> second = ask();
        first.cancel(true);
        fetches.remove().complete(policy("enforce", "a.example", Duration.ofDays(1)));
        assertNotNull(second.get(0, TimeUnit.SECONDS).policy());
    }

    @Test
    @Rfc("8461#3.3b")
    void outlivesARestartOnDisk(@TempDir Path directory) throws Exception {
        publish("1");
        try (StsPolicies first = new StsPolicies(switched, source, new PolicyDirectory(directory, 10, clock), clock)) {
            CompletableFuture<StsFinding> finding = first.of(DOMAIN).toCompletableFuture();
            fetches.remove().complete(policy("enforce", "a.example", Duration.ofDays(2)));
            assertNotNull(finding.get(0, TimeUnit.SECONDS).policy());
        }
        assertEquals(List.of("bank.example.sts"), files(directory));
        dns = ZoneResolver.of("");
        try (StsPolicies second = new StsPolicies(switched, source, new PolicyDirectory(directory, 10, clock), clock)) {
            assertTrue(second.of(DOMAIN)
                    .toCompletableFuture()
                    .get(0, TimeUnit.SECONDS)
                    .policy()
                    .allows("a.example"));
        }
        clock.pass(Duration.ofDays(2));
        try (StsPolicies third = new StsPolicies(switched, source, new PolicyDirectory(directory, 10, clock), clock)) {
            assertEquals(StsFinding.NONE, third.of(DOMAIN).toCompletableFuture().get(0, TimeUnit.SECONDS));
        }
        assertEquals(List.of(), files(directory), "what does not hold any more is gone");
    }

    @Test
    void whatIsTornOrTooMuchOnDiskIsPassedOver(@TempDir Path directory) throws Exception {
        String good = "1\n" + clock.instant() + "\n" + policy("enforce", "a.example", Duration.ofDays(2));
        Files.writeString(directory.resolve("torn.example.sts"), good.substring(0, 40));
        Files.writeString(directory.resolve("empty.example.sts"), "");
        Files.writeString(directory.resolve("-no-host-.sts"), good);
        Files.writeString(directory.resolve("date.example.sts"), good.replace("2026", "year"));
        Files.writeString(directory.resolve("large.example.sts"), good + "x: " + "y".repeat(300_000));
        Files.writeString(directory.resolve("stranger.txt"), "not ours");
        for (int i = 0; i < 5; i++) {
            Files.writeString(directory.resolve("good" + i + ".example.sts"), good);
        }
        try (PolicyDirectory store = new PolicyDirectory(directory, 3, clock)) {
            assertEquals(3, store.all().size());
            store.put(
                    DOMAIN,
                    new HeldPolicy(StsPolicy.parse(policy("none", "a", Duration.ofDays(1))), "1", clock.instant()));
        }
        List<String> left = files(directory);
        assertEquals(4, left.size(), left::toString);
        assertTrue(left.contains("stranger.txt"));
        assertFalse(left.contains("bank.example.sts"), "there are as many as may be");
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
