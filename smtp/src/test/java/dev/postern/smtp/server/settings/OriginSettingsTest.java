package dev.postern.smtp.server.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginSettingsTest {
    private static List<SettingProblem> problems(Map<String, String> texts) {
        SettingValues values = SettingValues.of(texts::get);
        Problems problems = new Problems(values, Face.of(key -> key.toUpperCase(Locale.ROOT)));
        problems.addAll(values.unreadable());
        new OriginSettings(values, new DnsSettings(values)).check(problems);
        return problems.found();
    }

    @Test
    void allOfThemTogetherAreRight() {
        assertEquals(
                List.of(),
                problems(Map.of(
                        "origin.check", "true",
                        "origin.name", "example.org",
                        "origin.spf.refuse", "fail,softfail,permerror",
                        "origin.dmarc", "refuse",
                        "origin.defer", "true",
                        "origin.exempt.domains", "partner.example,b\u00fccher.example",
                        "origin.exempt.networks", "192.0.2.0/24,2001:db8::1",
                        "origin.reports.directory", ".",
                        "origin.reports.email", "postmaster@example.org")));
    }

    @ParameterizedTest
    @CsvSource({
        "origin.spf.refuse, temperror, 'must be of fail, softfail and permerror'",
        "origin.exempt.domains, a..b, ",
        "origin.exempt.networks, 192.0.2.0/40, ",
    })
    void anErrorNamesTheSettingAndWhatIsAllowed(String key, String value, String allowed) {
        List<SettingProblem> problems = problems(new HashMap<>(Map.of("origin.check", "true", key, value)));
        assertEquals(1, problems.size(), problems::toString);
        assertEquals(key, problems.get(0).name());
        assertTrue(allowed == null || problems.get(0).toString().contains(allowed), problems::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "origin.seal.domain, '', no/such/table",
        "origin.seal.domain, a..b, no/such/table",
        "origin.seal.keys, example.org, no/such/table",
    })
    void aSealNeedsADomainAndItsKey(String wrong, String domain, String table) {
        List<SettingProblem> problems =
                problems(Map.of("origin.check", "true", "origin.seal.keys", table, "origin.seal.domain", domain));
        assertEquals(1, problems.size(), problems::toString);
        assertEquals(wrong, problems.get(0).name());
    }

    @Test
    void reportsNeedAPlaceAndAContact() {
        List<SettingProblem> contact = problems(Map.of("origin.check", "true", "origin.reports.directory", "."));
        assertEquals(1, contact.size(), contact::toString);
        assertEquals("origin.reports.email", contact.get(0).name());
        List<SettingProblem> place = problems(Map.of(
                "origin.check",
                "true",
                "origin.reports.directory",
                "no/such/directory",
                "origin.reports.email",
                "postmaster@example.org"));
        assertEquals(1, place.size(), place::toString);
        assertTrue(place.get(0).toString().contains("must be a directory that exists"), place::toString);
        List<SettingProblem> idle =
                problems(Map.of("origin.reports.directory", ".", "origin.reports.email", "postmaster@example.org"));
        assertTrue(idle.get(0).toString().contains("has no use without ORIGIN.CHECK"), idle::toString);
    }

    @ParameterizedTest
    @CsvSource({"origin.spf.refuse, fail", "origin.spf.header, true", "origin.dmarc, refuse", "origin.defer, true"})
    void aRuleForWhatIsNotFoundOutIsAMistake(String key, String value) {
        List<SettingProblem> problems = problems(Map.of(key, value));
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).toString().contains("has no use without ORIGIN.CHECK"), problems::toString);
    }
}
