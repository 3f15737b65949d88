package dev.postern.mail.dns;

import dev.postern.mail.dns.Answer.Status;
import dev.postern.testkit.Nsd;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same answers over the wire, from a real server. */
@RequiresPeer("nsd")
class NsdResolverTest extends ResolverContract {
    private static Nsd nsd;
    private static DnsjavaResolver resolver;

    @BeforeAll
    static void start() throws IOException {
        nsd = Nsd.serving(Map.of(
                "example", EXAMPLE,
                "other", OTHER,
                "2.0.192.in-addr.arpa", REVERSE_4,
                "8.b.d.0.1.0.0.2.ip6.arpa", REVERSE_6,
                "large", largeZone(),
                "broken", "this is no zone\n"));
        resolver = DnsjavaResolver.asking(List.of(nsd.address()), Duration.ofSeconds(20));
    }

    @AfterAll
    static void stop() throws IOException {
        resolver.close();
        nsd.close();
    }

    @Override
    Resolver resolver() {
        return resolver;
    }

    @Test
    void failsWhereTheServerRefuses() {
        Answer<String> answer = await(resolver.txt("elsewhere"));
        Assertions.assertEquals(Status.FAILED, answer.status());
        Assertions.assertTrue(answer.detail().startsWith("REFUSED"), answer::detail);
    }
}
