package dev.postern.mail.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Rfc;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeWalkTest {
    private static final String ANY = "v=DMARC1; p=none";

    @Test
    @Rfc("9989#4.10")
    void asksEightQuestionsAtMost() {
        Policies dns = new Policies();
        TreeWalk.Path path = walk(dns, "a.b.c.d.e.f.g.h.i.j.mail.example.com");
        assertEquals(
                List.of(
                        "_dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com",
                        "_dmarc.g.h.i.j.mail.example.com",
                        "_dmarc.h.i.j.mail.example.com",
                        "_dmarc.i.j.mail.example.com",
                        "_dmarc.j.mail.example.com",
                        "_dmarc.mail.example.com",
                        "_dmarc.example.com",
                        "_dmarc.com"),
                dns.asked);
        assertEquals("a.b.c.d.e.f.g.h.i.j.mail.example.com", path.organization());
    }

    @Test
    @Rfc("9989#4.10b")
    void skipsNoLabelOfEight() {
        assertEquals(8, TreeWalk.names("a.b.c.d.e.f.g.h").size());
        assertEquals("b.c.d.e.f.g.h", TreeWalk.names("a.b.c.d.e.f.g.h").get(1));
        assertEquals("c.d.e.f.g.h.i", TreeWalk.names("a.b.c.d.e.f.g.h.i").get(1));
        assertEquals(List.of("com"), TreeWalk.names("com"));
    }

    @Test
    @Rfc("9989#4.10c")
    void countsNoneOfSeveralRecords() {
        Policies dns = new Policies().at("mail.example.com", ANY, ANY).at("example.com", "v=spf1 -all", ANY, "other");
        TreeWalk.Path path = walk(dns, "mail.example.com");
        assertEquals(1, path.found().size());
        assertEquals("example.com", path.organization());
    }

    @ParameterizedTest
    @CsvSource({"n, mail.example.com", "y, a.mail.example.com"})
    @Rfc("9989#4.10d")
    void endsAtABorder(String psd, String organization) {
        Policies dns =
                new Policies().at("mail.example.com", "v=DMARC1; psd=" + psd).at("example.com", ANY);
        assertEquals(organization, walk(dns, "a.mail.example.com").organization());
        assertEquals(List.of("_dmarc.a.mail.example.com", "_dmarc.mail.example.com"), dns.asked);
    }

    @Test
    @Rfc("9989#4.10.2")
    void takesTheHighestPolicyForTheOrganizations() {
        Policies dns = new Policies().at("mail.example.com", ANY).at("example.com", ANY);
        assertEquals("example.com", walk(dns, "a.mail.example.com").organization());
    }

    @Test
    @Rfc("9989#4.10.2b")
    void takesTheDomainBelowAPublicSuffix() {
        Policies dns = new Policies().at("com", "v=DMARC1; psd=y");
        assertEquals("example.com", walk(dns, "a.mail.example.com").organization());
        assertEquals("example.com", walk(dns, "example.com").organization());
        // its own flag does not make a domain one that is below itself
        assertEquals("com", walk(dns, "com").organization());
    }

    @Test
    void endsWhereDnsCanNotBeAsked() {
        Policies dns = new Policies().at("a.example.com", ANY).failing("_dmarc.example.com");
        TreeWalk.Path path = walk(dns, "a.example.com");
        assertTrue(path.temporary());
        assertEquals(2, dns.asked.size());
    }

    private static TreeWalk.Path walk(Policies dns, String domain) {
        return new TreeWalk(new PolicyRecords(dns))
                .from(domain)
                .toCompletableFuture()
                .join();
    }
}
