package dev.postern.mail.dns;

import static dev.postern.mail.dns.ResolverContract.await;
import static dev.postern.mail.dns.ScriptedDns.response;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Client;
import dev.postern.mail.arc.ArcResult;
import dev.postern.mail.auth.AuthResults;
import dev.postern.mail.auth.Authentication;
import dev.postern.mail.auth.Authenticator;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dkim.DkimResult;
import dev.postern.mail.dmarc.DmarcResult;
import dev.postern.mail.dns.Answer.Status;
import dev.postern.mail.spf.SpfLimits;
import dev.postern.mail.spf.SpfResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** A mail that asks for as much as a mail can, and a server of the same stranger that answers. */
@Timeout(120)
class HostileDnsTest {
    private static final String DOMAIN = "a.b.c.d.e.f.g.evil.example";
    private static final Duration TIME = Duration.ofSeconds(3);

    /** A policy, ten terms of ten hosts each, the names of the client, and the explanation. */
    private static final int SPF = 1 + 10 * 11 + 11 + 1;

    private static final int KEYS = 10;

    /** Eight steps from each of four authors and of eleven verified domains, and whether the authors exist. */
    private static final int DMARC = (4 + 11) * 8 + 4;

    /** What the server answers. */
    private enum Trick implements ScriptedDns.Script {
        SILENCE {
            @Override
            public byte[] answer(Message query, int number, boolean tcp) {
                return null;
            }
        },
        ALIAS_OF_ITSELF {
            @Override
            public byte[] answer(Message query, int number, boolean tcp) {
                return alias(query, owner(query));
            }
        },
        ALIASES_WITHOUT_END {
            @Override
            public byte[] answer(Message query, int number, boolean tcp) {
                return alias(query, ScriptedDns.name("n" + number + ".evil.example"));
            }
        },
        POLICIES_WITHOUT_END {
            @Override
            public byte[] answer(Message query, int number, boolean tcp) {
                return switch (query.getQuestion().getType()) {
                    case Type.TXT ->
                        texts(query, tcp, List.of(strings(policy(owner(query).toString(), number))));
                    case Type.MX -> exchangers(query, tcp, 10);
                    case Type.PTR -> names(query);
                    case Type.A ->
                        response(
                                        query,
                                        Rcode.NOERROR,
                                        ScriptedDns.a(owner(query).toString(), 60, "203.0.113.9"))
                                .toWire();
                    default -> response(query, Rcode.NXDOMAIN).toWire();
                };
            }
        },
        THE_LARGEST_TEXT {
            @Override
            public byte[] answer(Message query, int number, boolean tcp) {
                String start = number % 2 == 0 ? "v=spf1 ip4:192.0.2.7 " : "v=DMARC1; p=none; ";
                List<String> strings = new ArrayList<>(List.of(start));
                strings.addAll(Collections.nCopies(240, "x".repeat(255)));
                return texts(query, tcp, List.of(strings));
            }
        },
        THOUSANDS_OF_STRINGS {
            @Override
            public byte[] answer(Message query, int number, boolean tcp) {
                return texts(query, tcp, List.of(Collections.nCopies(30_000, "x")));
            }
        },
        THOUSANDS_OF_RECORDS {
            @Override
            public byte[] answer(Message query, int number, boolean tcp) {
                return query.getQuestion().getType() == Type.MX
                        ? exchangers(query, tcp, 1_500)
                        : texts(query, tcp, Collections.nCopies(2_500, List.of("v=")));
            }
        },
        A_NAME_THAT_POINTS_TO_ITSELF {
            @Override
            public byte[] answer(Message query, int number, boolean tcp) {
                byte[] answer = response(query, Rcode.NOERROR).toWire();
                answer[7] = 1; // there is an answer
                ByteArrayOutputStream octets = new ByteArrayOutputStream();
                octets.writeBytes(answer);
                octets.write(0xc0 | (answer.length >> 8));
                octets.write(answer.length);
                octets.writeBytes(new byte[] {0, Type.TXT, 0, 1, 0, 0, 0, 60, 0, 2, 1, 'x'});
                return octets.toByteArray();
            }
        },
        A_STREAM_THAT_ENDS {
            @Override
            public byte[] answer(Message query, int number, boolean tcp) {
                return tcp ? new byte[] {0} : truncated(query);
            }
        };

        static Name owner(Message query) {
            return query.getQuestion().getName();
        }

        static byte[] alias(Message query, Name target) {
            return response(
                            query,
                            Rcode.NOERROR,
                            ScriptedDns.record(owner(query).toString(), Type.CNAME, 60, target.toString()))
                    .toWire();
        }

        /** Of SPF one that asks for ten names of the client, and eight times for ten hosts, and leads to the next; of DMARC any. */
        static String policy(String name, int number) {
            if (name.startsWith("_dmarc.")) {
                return "v=DMARC1; p=reject; np=reject";
            }
            String hosts = IntStream.range(0, 8)
                    .mapToObj(i -> " mx:n" + number + "-" + i + ".evil.example")
                    .collect(Collectors.joining());
            return "v=spf1 ptr" + hosts + " include:n" + number + ".evil.example -all exp=why.evil.example";
        }

        static byte[] names(Message query) {
            String address = owner(query).toString();
            return response(
                            query,
                            Rcode.NOERROR,
                            IntStream.range(0, 20)
                                    .mapToObj(
                                            i -> ScriptedDns.record(address, Type.PTR, 60, "p" + i + ".evil.example."))
                                    .toArray(Record[]::new))
                    .toWire();
        }

        static List<String> strings(String text) {
            return IntStream.range(0, (text.length() + 199) / 200)
                    .mapToObj(i -> text.substring(200 * i, Math.min(200 * i + 200, text.length())))
                    .toList();
        }

        static byte[] exchangers(Message query, boolean tcp, int count) {
            String name = owner(query).toString();
            return fitting(
                    query,
                    tcp,
                    IntStream.range(0, count)
                            .mapToObj(i -> ScriptedDns.record(name, Type.MX, 60, i + " m" + i + "." + name))
                            .toList());
        }

        static byte[] texts(Message query, boolean tcp, List<List<String>> texts) {
            List<Record> records = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                List<String> strings = new ArrayList<>(texts.get(i));
                if (i > 0) {
                    strings.add(String.valueOf(i)); // no two alike
                }
                records.add(new TXTRecord(owner(query), 1, 3_600, strings));
            }
            return fitting(query, tcp, records);
        }

        static byte[] fitting(Message query, boolean tcp, List<Record> records) {
            Message whole = response(query, Rcode.NOERROR, records.toArray(Record[]::new));
            return tcp || (records.size() == 1 && whole.toWire().length <= 1_232)
                    ? whole.toWire(65_535)
                    : truncated(query);
        }

        static byte[] truncated(Message query) {
            Message truncated = response(query, Rcode.NOERROR);
            truncated.getHeader().setFlag(Flags.TC);
            return truncated.toWire();
        }
    }

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** Keeps what a check asks; what is asked again is counted again. */
    private Resolver counting(Resolver resolver) {
        return new Resolver() {
            @Override
            public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
                asked.add(name);
                return resolver.lookup(name, type);
            }
        };
    }

    private static String mail() {
        StringBuilder mail = new StringBuilder();
        for (int i = 1; i <= 50; i++) {
            String key = " d=" + DOMAIN + "; s=seal" + i + "; b=AAAA";
            mail.append("ARC-Seal: i=").append(i).append("; a=rsa-sha256; cv=").append(i == 1 ? "none" : "pass");
            mail.append(';').append(key).append("\r\nARC-Message-Signature: i=").append(i);
            mail.append("; a=rsa-sha256; h=from; bh=AAAA;").append(key.replace("seal", "mail"));
            mail.append("\r\nARC-Authentication-Results: i=").append(i).append("; x; none\r\n");
        }
        for (int i = 0; i < 50; i++) {
            mail.append("DKIM-Signature: v=1; a=rsa-sha256; h=from; bh=AAAA; d=k")
                    .append(i);
            mail.append('.').append(DOMAIN).append("; s=s").append(i).append("; b=AAAA\r\n");
        }
        String authors =
                IntStream.range(0, 4).mapToObj(i -> "ann@w" + i + "." + DOMAIN).collect(Collectors.joining(", "));
        return mail.append("From: ").append(authors).append("\r\n\r\nHello\r\n").toString();
    }

    private AuthResults judged(Resolver resolver) {
        Client client = new Client(new InetSocketAddress("192.0.2.1", 4711), "client.evil.example", true, null, null);
        Authentication authentication = new Authenticator(
                        counting(resolver),
                        SpfLimits.STANDARD.withTime(TIME),
                        DkimPolicy.STANDARD.withTime(TIME),
                        "mx.example.org",
                        Clock.systemUTC())
                .begin(client, "ann@evil.example");
        authentication.update(ByteBuffer.wrap(mail().getBytes(ISO_8859_1)));
        return authentication
                .finish()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    @ParameterizedTest
    @EnumSource(Trick.class)
    void costsNoMoreThanItMay(Trick trick) throws IOException {
        // a question alone would have more time than a check
        try (ScriptedDns dns = ScriptedDns.answering(trick);
                DnsjavaResolver resolver = DnsjavaResolver.asking(List.of(dns.address()), Duration.ofMinutes(1))) {
            long start = System.nanoTime();
            AuthResults results = judged(resolver);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            assertNotEquals(SpfResult.PASS, results.spf().result());
            assertNotEquals(DkimResult.PASS, results.dkim().result());
            assertNotEquals(ArcResult.PASS, results.arc().result());
            assertNotEquals(DmarcResult.PASS, results.dmarc().result());
            assertTrue(taken.compareTo(Duration.ofSeconds(30)) < 0, taken::toString);
            int keys = asked("._domainkey.");
            int policies = asked("_dmarc.");
            assertTrue(keys <= 2 * KEYS, () -> keys + " keys");
            assertTrue(policies <= DMARC, () -> policies + " policies");
            assertTrue(
                    trick != Trick.POLICIES_WITHOUT_END || asked.size() > 100, () -> asked.size() + " questions only");
            assertTrue(asked.size() <= SPF + 2 * KEYS + DMARC, () -> asked.size() + " questions");
        }
    }

    private int asked(String part) {
        synchronized (asked) {
            return (int) asked.stream().filter(name -> name.contains(part)).count();
        }
    }

    @Test
    void silenceIsWaitedForOnceByEachCheckAndNotByEachQuestion() throws IOException {
        try (ScriptedDns dns = ScriptedDns.answering(Trick.SILENCE);
                DnsjavaResolver resolver = DnsjavaResolver.asking(List.of(dns.address()), Duration.ofMinutes(1))) {
            long start = System.nanoTime();
            AuthResults results = judged(resolver);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            assertEquals(SpfResult.TEMPERROR, results.spf().result());
            assertEquals(DkimResult.TEMPERROR, results.dkim().result());
            assertEquals(DmarcResult.TEMPERROR, results.dmarc().result());
            assertTrue(taken.compareTo(TIME) >= 0, taken::toString);
        }
    }

    /** Together they would be some 90 MB, of which 16 are kept. */
    @Test
    void theLargestAnswersDoNotFillTheHeap() throws IOException {
        try (ScriptedDns dns = ScriptedDns.answering(Trick.THE_LARGEST_TEXT);
                DnsjavaResolver resolver = DnsjavaResolver.asking(List.of(dns.address()), Duration.ofSeconds(20))) {
            await(resolver.txt("warm.evil.example"));
            long before = used();
            for (int i = 0; i < 1_500; i++) {
                assertEquals(
                        Status.FOUND,
                        await(resolver.txt("n" + i + ".evil.example")).status());
            }
            dns.questions().clear();
            long grown = (used() - before) >> 20;
            assertTrue(grown < 48, () -> grown + " MB more");
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
