package dev.postern.mail.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dns.Answer.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoneResolverTest extends ResolverContract {
    @Override
    Resolver resolver() {
        return ZoneResolver.builder()
                .zone(EXAMPLE)
                .zone(OTHER)
                .zone(REVERSE_4)
                .zone(REVERSE_6)
                .zone(largeZone())
                .failing("ns.broken")
                .build();
    }

    @Test
    void timesOutForANameAtOnce() {
        Resolver resolver = ZoneResolver.builder().timingOut("slow.example").build();
        assertEquals(Status.TIMED_OUT, await(resolver.mx("slow.example.")).status());
        assertTrue(await(resolver.a("slow.example")).isTemporary());
    }

    @Test
    void findsTroubleBehindAnAlias() {
        Resolver resolver = ZoneResolver.builder()
                .zone("alias.example. IN CNAME slow.example.")
                .timingOut("slow.example")
                .build();
        assertEquals(Status.TIMED_OUT, await(resolver.mx("alias.example")).status());
    }

    @Test
    void neverAnswersForASilentName() {
        Resolver resolver = ZoneResolver.builder().silent("silent.example").build();
        assertFalse(resolver.mx("silent.example").toCompletableFuture().isDone());
    }

    @Test
    void saysOnRequestThatAnswersAreVerified() {
        Resolver resolver = ZoneResolver.builder()
                .zone("a.example. IN A 192.0.2.1")
                .authenticated()
                .build();
        assertTrue(await(resolver.a("a.example")).authenticated());
        assertTrue(await(resolver.a("b.example")).authenticated());
    }

    @Test
    void saysOfZonesThatTheyAreSigned() {
        Resolver resolver = ZoneResolver.builder().zone("""
                        a.example. IN A 192.0.2.1
                        in.example. IN CNAME a.example.
                        out.example. IN CNAME a.other.
                        a.other. IN A 192.0.2.1
                        into.other. IN CNAME a.example.
                        """).signed("example").build();
        assertTrue(await(resolver.a("a.example")).authenticated());
        assertTrue(await(resolver.a("b.example")).authenticated());
        assertTrue(await(resolver.a("in.example")).authenticated());
        assertFalse(await(resolver.a("out.example")).authenticated());
        assertTrue(await(resolver.alias("out.example")).authenticated());
        assertFalse(await(resolver.a("into.other")).authenticated());
        assertFalse(await(resolver.a("a.other")).authenticated());
        assertThrows(
                IllegalArgumentException.class, () -> ZoneResolver.builder().signed("a b"));
    }

    @Test
    void namesTheLineThatIsNoRecord() {
        IllegalArgumentException failure = assertThrows(
                IllegalArgumentException.class, () -> ZoneResolver.of("a.example. IN A 192.0.2.1\nb.example. IN A x"));
        assertTrue(failure.getMessage().contains(":2:"), failure::getMessage);
    }

    @Test
    void readsNoFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("zone"), "a.example. IN A 192.0.2.1\n");
        assertThrows(IllegalArgumentException.class, () -> ZoneResolver.of("$INCLUDE " + file + "\n"));
    }
}
