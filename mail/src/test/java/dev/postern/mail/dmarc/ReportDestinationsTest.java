package dev.postern.mail.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.dmarc.ReportDestinations.Destinations;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.testkit.Rfc;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportDestinationsTest {
    private static final String AGREEMENT = "blue.example.com._report._dmarc.red.example.net";
    private static final String OUTSIDE = "mailto:reports@red.example.net";

    @Test
    @Rfc("9990#4")
    void lieInTheOrganizationWithoutBeingAsked() {
        Policies dns = new Policies().at("example.com", "v=DMARC1; p=none");
        assertEquals(
                List.of("a@blue.example.com", "b@example.com", "c@green.example.com"),
                found(dns, "mailto:a@blue.example.com,mailto:b@example.com,mailto:c@green.example.com"));
        assertTrue(dns.asked.stream().noneMatch(name -> name.contains("_report")), dns.asked::toString);
    }

    @Test
    @Rfc("9990#4b")
    void lieOutsideOnlyWhereThatIsAgreed() {
        Policies dns = new Policies();
        assertEquals(List.of(), found(dns, OUTSIDE));
        assertTrue(dns.asked.contains(AGREEMENT), dns.asked::toString);
        assertEquals(List.of(), found(agreeing("v=spf1 -all", "p=none"), OUTSIDE));
        assertEquals(List.of("reports@red.example.net"), found(agreeing("other", "v=DMARC1;"), OUTSIDE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DMARC1; rua=mailto:new@red.example.net | new@red.example.net",
                "v=DMARC1; rua=mailto:a@red.example.net,mailto:b@RED.example.net | a@red.example.net,b@red.example.net",
                "v=DMARC1; rua=mailto:victim@example.org | ''",
                "v=DMARC1; rua=mailto:a@red.example.net,mailto:victim@example.org | ''",
                "v=DMARC1; rua=nonsense | reports@red.example.net"
            })
    @Rfc("9990#4c")
    void mayBeOthersOfTheSameHost(String agreement, String expected) {
        assertEquals(expected, String.join(",", found(agreeing(agreement), OUTSIDE)));
    }

    @Test
    @Rfc("9990#4d")
    void areNotKnownWhereDnsCanNotBeAsked() {
        Destinations destinations =
                destinations(new Policies().failing(AGREEMENT), OUTSIDE + ",mailto:a@blue.example.com");
        assertTrue(destinations.temporary());
        assertEquals(List.of("a@blue.example.com"), names(destinations));
        Policies broken = new Policies().failing("_dmarc.red.example.net");
        assertTrue(destinations(broken, OUTSIDE).temporary());
        assertFalse(destinations(new Policies(), OUTSIDE).temporary());
    }

    @Test
    void areNotKnownWhereDnsIsSilent() {
        Resolver silent = ZoneResolver.builder().silent(AGREEMENT).build();
        DmarcRecord record =
                DmarcRecord.parse("v=DMARC1; p=none; rua=" + OUTSIDE).orElseThrow();
        Destinations destinations = new ReportDestinations(silent, Duration.ofMillis(100))
                .of(new PublishedPolicy("blue.example.com", record))
                .toCompletableFuture()
                .join();
        assertTrue(destinations.temporary());
    }

    @Test
    @Rfc("9990#4e")
    void haveNamesThatCanBeAskedFor() {
        String host = "a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60) + "." + "d".repeat(50);
        Policies dns = new Policies();
        assertEquals(List.of(), found(dns, "mailto:reports@" + host));
        assertTrue(dns.asked.stream().noneMatch(name -> name.contains("_report")), dns.asked::toString);
    }

    @Test
    @Rfc("9990#3.5")
    void areMailboxesAndNotTooMany() {
        assertEquals(List.of(), found(new Policies(), "https://blue.example.com/,mailto:a@[192.0.2.1]"));
        String many = String.join(
                ",",
                IntStream.range(0, 20)
                        .mapToObj(i -> "mailto:a" + i + "@blue.example.com")
                        .toList());
        assertEquals(10, found(new Policies(), many).size());
    }

    private static Policies agreeing(String... texts) {
        return new Policies().texts(AGREEMENT, texts);
    }

    private static List<String> found(Policies dns, String uris) {
        return names(destinations(dns, uris));
    }

    private static List<String> names(Destinations destinations) {
        return destinations.mailboxes().stream().map(Address::toString).toList();
    }

    private static Destinations destinations(Policies dns, String uris) {
        DmarcRecord record = DmarcRecord.parse("v=DMARC1; p=none; rua=" + uris).orElseThrow();
        return new ReportDestinations(dns)
                .of(new PublishedPolicy("blue.example.com", record))
                .toCompletableFuture()
                .join();
    }
}
