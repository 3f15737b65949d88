package dev.postern.kafka.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.DovecotSasl;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.Nsd;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.ScriptedPeer;
import dev.postern.testkit.TlsFixture;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code validate.connect=true} finds out. */
@Timeout(120)
class ConnectionCheckTest {
    private static final String PLAIN = "AUTH PLAIN AGFubgBzM2NyZXQ="; // ann, s3cret

    private static Map<String, String> settings(int port) {
        return new HashMap<>(Map.of(
                "validate.connect", "true",
                "smtp.host", "localhost",
                "smtp.port", String.valueOf(port),
                "smtp.tls", "none",
                "smtp.hello", "gateway.example.org"));
    }

    private static Map<String, String> withLogin(int port) {
        Map<String, String> settings = settings(port);
        settings.putAll(Map.of(
                "smtp.username", "ann",
                "smtp.password", "s3cret",
                "smtp.auth.plaintext", "true",
                "smtp.auth.mechanisms", "PLAIN"));
        return settings;
    }

    private static Map<String, String> errors(Map<String, String> settings) {
        Map<String, String> errors = new HashMap<>();
        for (ConfigValue value : new SmtpSinkConnector().validate(settings).configValues()) {
            value.errorMessages().forEach(error -> errors.put(value.name(), error));
        }
        return errors;
    }

    private static void blamed(String key, String told, Map<String, String> errors) {
        assertEquals(List.of(key), List.copyOf(errors.keySet()), errors.toString());
        assertTrue(errors.getOrDefault(key, "").contains(told), errors.toString());
        assertTrue(!errors.toString().contains("s3cret") && !errors.toString().contains("czNjcmV0"), errors.toString());
    }

    @Test
    void aRelayThatIsRightIsGreetedLoggedInToAndLeft() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
            c.greet("AUTH PLAIN").expect(PLAIN);
            c.say("235 2.7.0 welcome").expect("QUIT");
            c.say("221 2.0.0 bye").readToEnd();
        })) {
            assertEquals(Map.of(), errors(withLogin(peer.port())));
        }
    }

    @Test
    void byDefaultNothingIsAskedOfTheNetwork() throws Exception {
        Map<String, String> settings = settings(FreePort.onLoopback());
        settings.remove("validate.connect");
        assertEquals(Map.of(), errors(settings));
    }

    @Test
    void aRelayThatIsNotThereIsTheHosts() throws Exception {
        int port = FreePort.onLoopback();
        blamed("smtp.host", "can't connect to localhost:" + port, errors(settings(port)));
    }

    @ParameterizedTest
    @CsvSource({
        "454 4.7.0 not now AGFubgBzM2NyZXQ=, smtp.password, 454 4.7.0 not now [hidden]",
        "535 5.7.8 s3cret is wrong, smtp.password, 535 5.7.8 [hidden] is wrong",
    })
    void aLoginThatIsRefusedIsThePasswordsAndNoSecretIsShown(String reply, String key, String told) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
            c.greet("AUTH PLAIN").expect(PLAIN);
            c.say(reply).expect("QUIT");
        })) {
            blamed(key, told, errors(withLogin(peer.port())));
        }
    }

    @Test
    void aRelayWithoutLoginsIsTheUsers() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> c.greet().expect("QUIT"))) {
            blamed("smtp.username", "offers no AUTH", errors(withLogin(peer.port())));
        }
    }

    @Test
    void aRelayWithoutTlsIsTheProtections() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> c.greet().expect("QUIT"))) {
            Map<String, String> settings = settings(peer.port());
            settings.put("smtp.tls", "required");
            blamed("smtp.tls", "offers no STARTTLS", errors(settings));
        }
    }

    @Test
    void aLevelOfADomainIsTriedToo() throws Exception {
        ScriptedPeer.Script script = c -> c.greet().expect("QUIT");
        try (ScriptedPeer peer = ScriptedPeer.playing(script, script)) {
            Map<String, String> settings = settings(peer.port());
            settings.put("smtp.tls.policy", "bank.example:encrypted");
            blamed("smtp.tls.policy", "offers no STARTTLS", errors(settings));
        }
    }

    @Test
    void eachRouteIsTriedAndBlamedByItsOwnSettings() throws Exception {
        int nobody = FreePort.onLoopback();
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> c.greet().expect("QUIT"))) {
            Map<String, String> settings = settings(peer.port());
            settings.putAll(Map.of(
                    "smtp.routes", "partner",
                    "smtp.route.partner.recipients", "*.partner.example",
                    "smtp.route.partner.host", "localhost",
                    "smtp.route.partner.tls", "none",
                    "smtp.route.partner.port", String.valueOf(nobody)));
            blamed("smtp.route.partner.host", "can't connect to localhost:" + nobody, errors(settings));
        }
    }

    @Test
    void aRelayThatSaysNothingIsWaitedForNoLongerThanTenSeconds() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> c.readToEnd())) {
            long start = System.nanoTime();
            blamed("smtp.host", "did not answer in time", errors(settings(peer.port())));
            assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 12);
        }
    }

    @Test
    void aDnsServerThatIsNotThereIsTold() throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "validate.connect", "true",
                "smtp.route", "mx",
                "smtp.hello", "gateway.example.org",
                "dns.timeout.ms", "1000",
                "dns.servers", "127.0.0.1:" + FreePort.onLoopback()));
        blamed("dns.servers", "gives no answer about gateway.example.org", errors(settings));
    }

    @Test
    @RequiresPeer("nsd")
    void aDnsServerThatAnswersIsEnough() throws Exception {
        try (Nsd nsd = Nsd.serving(Map.of("example.org", """
                $TTL 300
                example.org. IN SOA ns.example.org. hostmaster.example.org. 1 3600 900 604800 60
                example.org. IN NS ns.example.org.
                ns.example.org. IN A 127.0.0.1
                """))) {
            assertEquals(
                    Map.of(),
                    errors(new HashMap<>(Map.of(
                            "validate.connect", "true",
                            "smtp.route", "mx",
                            "smtp.hello", "gateway.example.org",
                            "dns.servers", "127.0.0.1:" + nsd.address().getPort()))));
        }
    }

    @Test
    @RequiresPeer({"postfix", "dovecot"})
    void postfixIsTriedWithTlsAndLogin() throws Exception {
        TlsFixture fixture = TlsFixture.get();
        try (DovecotSasl dovecot = DovecotSasl.start("ann", "s3cret", URI.create("http://127.0.0.1:1/"));
                Postfix postfix = Postfix.builder()
                        .mailboxes("bob@example.net")
                        .tls(fixture)
                        .set("smtpd_sasl_auth_enable", "yes")
                        .set("smtpd_error_sleep_time", "0")
                        .set("smtpd_sasl_type", "dovecot")
                        .set("smtpd_sasl_path", "inet:127.0.0.1:" + dovecot.port())
                        .start()) {
            Map<String, String> settings = withLogin(postfix.port());
            settings.putAll(Map.of("smtp.tls", "required", "smtp.auth.plaintext", "false"));
            settings.remove("smtp.auth.mechanisms");
            blamed("smtp.truststore.location", "set it to a file", errors(settings));
            settings.put("smtp.truststore.location", fixture.truststore().toString());
            settings.put("smtp.truststore.password", new String(fixture.password()));
            assertEquals(Map.of(), errors(settings));
            settings.put("smtp.password", "paper");
            blamed("smtp.password", "535 5.7.8", errors(settings));
            settings.put("smtp.password", "s3cret");
            settings.put("smtp.host", "127.0.0.3,localhost");
            String unnamed = errors(settings).getOrDefault("smtp.host", "");
            assertTrue(unnamed.contains("127.0.0.3:" + postfix.port()) && !unnamed.contains("localhost:"), unnamed);
        }
    }
}
