package dev.postern.kafka.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.limit.DailyCount;
import dev.postern.testkit.PrivateFile;
import dev.postern.testkit.TlsFixture;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpSinkConnectorTest {
    private static List<String> errors(Map<String, String> settings) {
        return new SmtpSinkConnector()
                .validate(settings).configValues().stream()
                        .flatMap(value -> value.errorMessages().stream())
                        .toList();
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertTrue(ServiceLoader.load(SinkConnector.class).stream()
                .anyMatch(provider -> provider.type() == SmtpSinkConnector.class));
    }

    @Test
    void aHostIsAllItNeeds() {
        assertEquals(List.of(), errors(Map.of("smtp.host", "mail.example.org")));
    }

    @ParameterizedTest
    @CsvSource({
        "smtp.host, '', a host name or an IP address",
        "smtp.host, smtp://mail.example.org:25, 'without scheme, port or brackets'",
        "smtp.host, mail.example.org:25, 'without scheme, port or brackets'",
        "smtp.host, ::1::2, a host name or an IP address",
        "smtp.port, 0, at least 1",
        "smtp.relay, gmial, 'must be one of gmail, google-workspace,'",
        "smtp.relay, gmial, '; or auto: and the address of a user'",
        "smtp.relay, auto:susan, 'must be an address behind auto:, such as auto:susan@example.org: address without a domain'",
        "smtp.relay, auto:susan@[192.0.2.1], 'in a domain that DNS knows'",
        "smtp.relay, ses:eu_west, 'must name a region behind ses, such as ses:eu-west-1'",
        "smtp.route, smtp, 'one of relay, mx'",
        "smtp.route, mx, 'smtp.host: has no use with smtp.route=mx'",
        "smtp.host.weights, x, 'whole numbers from 0 to 1000'",
        "smtp.host.weights, -1, 'whole numbers from 0 to 1000'",
        "smtp.host.weights, '3,1', 'must hold a number for each of the 1 in smtp.host'",
        "smtp.host.weights, 0, leaves no host that would get mail",
        "smtp.mx.policies, sts, 'sts: must be dane or mta-sts'",
        "smtp.routes, Partner, 'is of lower case letters and digits'",
        "smtp.mx.own.hosts, http://example.org, 'without scheme, port or brackets'",
        "dns.servers, dns.example.org, 'must be an address, not a name'",
        "smtp.hello, exa mple.org, must be a host name",
        "smtp.tls, maybe, 'one of none, opportunistic, encrypted, required, implicit'",
        "smtp.limits, gmial: rate=1/1s, 'must begin with gmail, outlook, yahoo, each'",
        "smtp.limits, gmail: warmup=2..9, 'a warm-up takes warmup.topic, in which its mails are counted, and deferred.topic'",
        "smtp.limits, gmail: rate=fast, 'gmail: rate=fast: a rate is mails, a slash and a time up to 31d'",
        "smtp.tls.policy, bank.example, 'a colon and a level, such as bank.example:required'",
        "smtp.tls.policy, bank.example:verified, 'must be none, opportunistic, encrypted or required'",
        "smtp.tls.policy, 'a.example:none, A.example:none', there is another entry for this domain",
        "smtp.tls.policy, bank.example:opportunistic, the password would go to whoever shows any certificate",
        "smtp.tls.policy, '*.bank.example:encrypted', the password would go to whoever shows any certificate",
        "smtp.tls.policy, bank.example:none, the password would travel in plaintext",
        "smtp.tls, opportunistic, smtp.truststore.location has no use",
        "smtp.tls, opportunistic, the password would go to whoever shows any certificate",
        "smtp.tls, none, the password would travel in plaintext",
        "smtp.8bit.signed, drop, 'one of fail, convert, send'",
        "mail.value.format, xml, 'one of auto, json'",
        "smtp.username, '', set it together with smtp.password",
        "smtp.password, '', set it together with smtp.username",
        "smtp.auth.mechanisms, DIGEST-MD5, 'must be one of SCRAM-SHA-256-PLUS, SCRAM-SHA-256, PLAIN, LOGIN'",
        "smtp.oauth.token.endpoint, http://example.org/token, 'in https unless its host is localhost'",
        "smtp.truststore.location, /nowhere/trust.p12, does not exist",
        "smtp.truststore.location, /, is not a file that we may read",
        "smtp.truststore.location, pom.xml, is not a PKCS#12 file",
        "retry.longest.ms, 1, 'must not be below retry.first.ms, which is 1000'",
        "smtp.timeout.connect.ms, 0, at least 1",
        "mail.max.age.ms, 0, at least 1",
        "events.topic, a/b, the name of a topic is",
        "kafka.bootstrap.servers, '', the brokers of events.topic are not known",
        "kafka.bootstrap.servers, broker, 'must be host:port'",
        "kafka.acks, 1, is set by the connector",
        "kafka.sercurity.protocol, SSL, 'no producer, consumer or admin client'",
        "kafka.group.id, mine, is set by the connector",
        "deferred.schedule, soon, 'must be a time such as 90s'",
        "deferred.schedule, 0s, 'must be a time such as 90s'",
        "deferred.topic.replication.factor, 0, 'must be -1'",
        "suppression.topic.replication.factor, 0, 'must be -1'",
        "events.accepted, true, has no use without events.topic",
        "idempotency.key, subject, 'one of header, message_id'",
        "idempotency.window.ms, 1, at least 1000",
        "idempotency.topic.replication.factor, 0, 'must be -1'",
        "priority.topics, a/b, the name of a topic is",
        "priority.inflight.mails.max, 0, at least 1",
        "dsn.from, postmaster, must be a mail address",
        "dsn.delayed.after.ms, -1, at least 0",
        "events.converter, java.lang.String, is not a converter of Connect",
        "events.topic.replication.factor, 0, 'must be -1'",
        "dkim.keys, /no/such/table, '/no/such/table'",
        "bounce.path.per, mail, 'one of: transaction, recipient'",
        "bounce.sender.domains, a b, domain holds a character",
        "smtp.tsl, none, 'there are smtp.8bit.signed, smtp.auth.mechanisms, smtp.auth.plaintext'"
    })
    void anErrorNamesTheKeyTheValueAndWhatIsAllowed(String key, String value, String allowed) {
        Map<String, String> settings = new HashMap<>(Map.of("smtp.host", "mail.example.org"));
        switch (allowed) {
            case "set it together with smtp.password" -> settings.put("smtp.password", "s3cret");
            case "set it together with smtp.username" -> settings.put("smtp.username", "ann");
            case "smtp.truststore.location has no use" ->
                settings.putAll(Map.of(
                        "smtp.truststore.location",
                        TlsFixture.get().truststore().toString(),
                        "smtp.truststore.password",
                        "postern"));
            case "the password would go to whoever shows any certificate", "the password would travel in plaintext" ->
                settings.putAll(Map.of("smtp.username", "ann", "smtp.password", "s3cret"));
            case "the brokers of events.topic are not known" -> settings.put("events.topic", "events");
            default -> {
                if (key.startsWith("kafka.")) {
                    settings.putAll(Map.of("events.topic", "events", "kafka.bootstrap.servers", "localhost:9092"));
                }
            }
        }
        settings.put(key, value);
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        String error = errors.get(0);
        boolean shown = Set.of("smtp.tsl", "kafka.sercurity.protocol").contains(key)
                || key.equals("smtp.route")
                || error.contains(value);
        assertTrue(error.contains(key) && shown && error.contains(allowed) && !error.contains("s3cret"), error);
    }

    @Test
    void aPasswordWithoutItsTruststoreIsFound() {
        List<String> errors = errors(Map.of("smtp.host", "mail.example.org", "smtp.truststore.password", "s3cret"));
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("smtp.truststore.location: is not set"), errors.toString());
        assertTrue(!errors.get(0).contains("s3cret"), errors.toString());
    }

    @Test
    void aPasswordOfKeystoresWithoutKeysIsFound() {
        List<String> errors = errors(Map.of("smtp.host", "mail.example.org", "dkim.keystore.password", "s3cret"));
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("dkim.keys: is not set"), errors.toString());
        assertTrue(!errors.get(0).contains("s3cret"), errors.toString());
    }

    @Test
    void whoSignsReturnPathsNamesKeysAndDomains(@TempDir Path directory) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("smtp.host", "mail.example.org"));
        settings.put("bounce.sender.domains", "example.org");
        assertTrue(
                errors(settings).toString().contains("bounce.key.file: set it together with"),
                errors(settings)::toString);
        settings.put("bounce.key.file", directory.resolve("none").toString());
        assertTrue(errors(settings).toString().contains("none does not exist"), errors(settings)::toString);
        Path file = PrivateFile.write(directory.resolve("keys"), "too short");
        settings.put("bounce.key.file", file.toString());
        String error = errors(settings).toString();
        assertTrue(error.contains("fewer than 32 characters") && !error.contains("too short"), error);
        PrivateFile.write(file, "k".repeat(32));
        assertEquals(List.of(), errors(settings));
        settings.remove("bounce.sender.domains");
        assertTrue(
                errors(settings).toString().contains("name the domains of your senders"), errors(settings)::toString);
    }

    @Test
    void aTruststoresWrongPasswordIsFoundAtOnce() {
        Map<String, String> settings = new HashMap<>(Map.of("smtp.host", "mail.example.org"));
        settings.put("smtp.truststore.location", TlsFixture.get().truststore().toString());
        settings.put("smtp.truststore.password", "wr0ng");
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(
                errors.get(0).contains("has another password") && !errors.get(0).contains("wr0ng"), errors.toString());
        settings.put("smtp.truststore.password", "postern");
        assertEquals(List.of(), errors(settings));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mail.example.org", "mail.example.org.", "relay_1", "192.0.2.1", "::1", "2001:db8::25", "a,b,::1"
            })
    void hostsThatMayBe(String host) {
        assertEquals(List.of(), errors(Map.of("smtp.host", host)));
    }

    @Test
    void aSettingThatIsNullIsNotSet() {
        Map<String, String> settings = new HashMap<>(Map.of("smtp.host", "mail.example.org"));
        settings.put("smtp.username", null);
        settings.put("smtp.port", null);
        assertEquals(List.of(), errors(settings));
        SmtpSinkConnector connector = new SmtpSinkConnector();
        connector.start(settings);
        assertEquals(List.of(Map.of("smtp.host", "mail.example.org")), connector.taskConfigs(1));
    }

    @Test
    void tasksDivideTheLimits() {
        Map<String, String> settings =
                Map.of("smtp.host", "mail.example.org", "smtp.limits", "gmail: connections=7 rate=100/1m");
        assertEquals(List.of(), errors(settings));
        SmtpSinkConnector connector = new SmtpSinkConnector();
        connector.start(settings);
        List<Integer> connections = connector.taskConfigs(3).stream()
                .map(task -> new LimitsConfig(new SmtpSinkConfig(task))
                        .table()
                        .named("gmail-smtp-in.l.google.com")
                        .orElseThrow()
                        .connections())
                .toList();
        assertEquals(List.of(3, 2, 2), connections);
        assertEquals(List.of(settings), connector.taskConfigs(1));
    }

    @Test
    void fromTheFirstOctetThereIsTlsOrNot() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.host", "mail.example.org",
                "smtp.tls", "implicit",
                "smtp.tls.policy", "bank.example:required"));
        assertEquals(List.of(), errors(settings));
        settings.put("smtp.tls.policy", "bank.example:required,shop.example:encrypted");
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(
                errors.get(0).contains("smtp.tls.policy")
                        && errors.get(0).contains("with smtp.tls=implicit there is no level but required"),
                errors.toString());
    }

    @Test
    void aTruststoreIsOfUseWhereOneDomainIsVerified() {
        assertEquals(
                List.of(),
                errors(Map.of(
                        "smtp.route", "mx",
                        "smtp.tls.policy", "bank.example:required",
                        "smtp.truststore.location",
                                TlsFixture.get().truststore().toString(),
                        "smtp.truststore.password", "postern")));
    }

    @Test
    void byMxThereIsNoRelayAndNoPassword() {
        assertEquals(List.of(), errors(Map.of("smtp.route", "mx")));
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.route", "MX", "smtp.username", "ann", "smtp.password", "s3cret", "smtp.auth.plaintext", "true"));
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(
                errors.get(0).contains("smtp.username") && errors.get(0).contains("whoever takes mail for a domain"),
                errors.toString());
        String truststore = TlsFixture.get().truststore().toString();
        settings = new HashMap<>(Map.of(
                "smtp.route", "mx", "smtp.truststore.location", truststore, "smtp.truststore.password", "postern"));
        assertEquals(List.of(), errors(settings), "hosts under MTA-STS are verified by it");
        settings.put("smtp.mx.policies", "dane");
        errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("smtp.mx.tls"), errors.toString());
        settings.put("smtp.mx.tls", "required");
        assertEquals(List.of(), errors(settings));
    }

    @ParameterizedTest
    @CsvSource({
        "smtp.oauth.client.id, '', smtp.oauth.client.id: set it together with smtp.oauth.token.endpoint",
        "smtp.oauth.token.endpoint, '', smtp.oauth.token.endpoint: set it together with smtp.oauth.client.id",
        "smtp.oauth.client.secret, '', 'smtp.oauth.client.secret: set it, or smtp.oauth.refresh.token, or both'",
        "smtp.username, '', smtp.username: set it together with smtp.oauth.token.endpoint",
        "smtp.password, s3cret, leave either this or smtp.oauth.token.endpoint empty",
        "smtp.auth.mechanisms, 'PLAIN,LOGIN', 'names none that shows a token: add OAUTHBEARER or XOAUTH2'",
        "smtp.tls, opportunistic, a token is shown to a relay with a verified certificate only",
        "smtp.tls, none, a token is shown to a relay with a verified certificate only"
    })
    void aTokenNeedsAllThatBelongsToIt(String key, String value, String error) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.host", "smtp.office365.com",
                "smtp.username", "ann@example.org",
                "smtp.auth.plaintext", "true",
                "smtp.oauth.token.endpoint", "https://login.microsoftonline.com/tenant/oauth2/v2.0/token",
                "smtp.oauth.client.id", "client",
                "smtp.oauth.client.secret", "s3cret"));
        assertEquals(List.of(), errors(settings));
        settings.put(key, value);
        List<String> errors = errors(settings);
        assertTrue(errors.stream().anyMatch(each -> each.contains(error)), errors.toString());
        assertTrue(!errors.toString().contains("s3cret"), errors.toString());
    }

    @Test
    void mechanismsMustSuitThePassword() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.host", "mail.example.org",
                "smtp.auth.mechanisms", "scram-sha-256, PLAIN"));
        List<String> errors = errors(settings);
        assertTrue(
                errors.toString().contains("smtp.username: set it together with smtp.auth.mechanisms"),
                errors.toString());
        settings.putAll(Map.of("smtp.username", "ann", "smtp.password", "s3cret"));
        assertEquals(List.of(), errors(settings));
        settings.put("smtp.auth.mechanisms", "XOAUTH2");
        errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("names none that shows a password"), errors.toString());
        settings.putAll(Map.of("smtp.auth.mechanisms", "SCRAM-SHA-256-PLUS", "smtp.tls", "none"));
        errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("binds to a TLS connection"), errors.toString());
    }

    @Test
    void settingsOfClientsAndConvertersAreLetThrough() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.host", "mail.example.org",
                "events.topic", "mail-events",
                "events.converter.schemas.enable", "true",
                "kafka.bootstrap.servers", "one:9092,[::1]:9093",
                "kafka.security.protocol", "SASL_SSL",
                "kafka.compression.type", "zstd"));
        assertEquals(List.of(), errors(settings));
        settings.remove("events.topic");
        assertEquals(List.of(), errors(settings), "brokers have a use without topics");
        settings.remove("kafka.bootstrap.servers");
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("kafka.compression.type: has no use without kafka.bootstrap.servers"));
    }

    @ParameterizedTest
    @CsvSource({"topics, 'mails, events'", "topics.regex, 'e.*'"})
    void whatTheSinkWritesItMustNotRead(String key, String topics) {
        Map<String, String> settings = Map.of(
                "smtp.host",
                "mail.example.org",
                "kafka.bootstrap.servers",
                "one:9092",
                "events.topic",
                "events",
                "suppression.topic",
                "suppressed",
                key,
                topics);
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(
                errors.get(0).contains("events.topic: is one of the topics whose records become mail"),
                errors.toString());
    }

    @ParameterizedTest
    @CsvSource({"topics, 'news, resets', 0", "topics.regex, 're.*', 0", "topics, news, 1", "topics.regex, 'n.*', 1"})
    void whatGoesFirstMustBeRead(String key, String topics, int expected) {
        List<String> errors = errors(Map.of("smtp.host", "mail.example.org", "priority.topics", "resets", key, topics));
        assertEquals(expected, errors.size(), errors.toString());
        errors.forEach(error ->
                assertTrue(error.contains("priority.topics: is none of the topics whose records become mail"), error));
    }

    @Test
    void onPort465TlsBeginsAtOnce() {
        Map<String, String> settings = new HashMap<>(Map.of("smtp.host", "mail.example.org", "smtp.port", "465"));
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("set smtp.tls=implicit, or another smtp.port"), errors.toString());
        settings.put("smtp.tls", "implicit");
        assertEquals(List.of(), errors(settings));
    }

    @Test
    void deferredMailNeedsATopicThatTellsOfIt() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.host", "mail.example.org",
                "deferred.topic", "mail-deferred",
                "kafka.bootstrap.servers", "one:9092"));
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(
                errors.get(0)
                        .contains("events.topic: with deferred.topic what becomes of a mail later is told there alone"),
                errors.toString());
        settings.put("events.topic", "mail-events");
        assertEquals(List.of(), errors(settings));
        settings.remove("kafka.bootstrap.servers");
        assertTrue(errors(settings).get(0).contains("kafka.bootstrap.servers"));
    }

    @Test
    void choicesAreOffered() {
        List<Object> offered = new SmtpSinkConnector()
                .validate(Map.of("smtp.host", "mail.example.org")).configValues().stream()
                        .filter(value -> value.name().equals("smtp.tls"))
                        .flatMap(value -> value.recommendedValues().stream())
                        .toList();
        assertEquals(List.of("none", "opportunistic", "encrypted", "required", "implicit"), offered);
    }

    @Test
    void aPasswordInPlaintextIsRefusedUnlessOneSettingSaysSo() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.host", "mail.example.org", "smtp.tls", "none", "smtp.username", "a", "smtp.password", "s3cret"));
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("plaintext") && !errors.get(0).contains("s3cret"), errors.toString());
        settings.put("smtp.auth.plaintext", "true");
        assertEquals(List.of(), errors(settings));
    }

    @Test
    void aProviderFillsInHostPortAndProtection() {
        Map<String, String> settings = new HashMap<>(
                Map.of("smtp.relay", "GMail", "smtp.username", "ann@gmail.com", "smtp.password", "s3cret"));
        assertEquals(List.of(), errors(settings));
        settings.putAll(Map.of("smtp.port", "465", "smtp.tls", "Implicit"));
        assertEquals(List.of(), errors(settings), "what says the same");
        assertEquals(List.of(), errors(Map.of("smtp.relay", "google-workspace-relay")), "known by its address");
    }

    @ParameterizedTest
    @CsvSource({
        "smtp.host, mail.example.org, 'smtp.host: contradicts smtp.relay=gmail'",
        "smtp.port, 587, 'smtp.port: contradicts smtp.relay=gmail, which stands for 465'",
        "smtp.tls, none, 'smtp.tls: contradicts smtp.relay=gmail, which stands for implicit'",
        "smtp.route, mx, 'smtp.relay: has no use with smtp.route=mx'"
    })
    void whatContradictsAProviderIsAnErrorThatNamesBoth(String key, String value, String error) {
        List<String> errors = errors(
                Map.of("smtp.relay", "gmail", "smtp.username", "ann@gmail.com", "smtp.password", "s3cret", key, value));
        assertTrue(errors.stream().anyMatch(each -> each.contains(error)), errors.toString());
        assertTrue(!errors.toString().contains("s3cret"), errors.toString());
    }

    @Test
    void serversThatAreToBeFoundAreNotNamedToo() {
        assertEquals(List.of(), errors(Map.of("smtp.relay", "Auto:susan@example.org")), "which asks no network");
        for (String key : List.of("smtp.host", "smtp.port", "smtp.tls")) {
            String value = key.equals("smtp.port") ? "587" : key.equals("smtp.tls") ? "required" : "mail.example.org";
            List<String> errors = errors(Map.of("smtp.relay", "auto:susan@example.org", key, value));
            assertEquals(1, errors.size(), errors.toString());
            assertTrue(
                    errors.get(0).contains(key + ": contradicts smtp.relay=auto:susan@example.org"), errors.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gmail, 'smtp.username: gmail takes no mail without a login: set it together with smtp.password (the whole address, and an app"
                + " password), or smtp.oauth.token.endpoint=https://oauth2.googleapis.com/token'",
        "outlook.com, 'set it together with smtp.oauth.token.endpoint=https://login.microsoftonline.com/consumers/'",
        "ses:eu-west-1, 'ses:eu-west-1 takes no mail without a login: set it together with smtp.password (the SMTP credentials'"
    })
    void aProviderThatNeedsALoginSaysWhichOne(String relay, String error) {
        List<String> errors = errors(Map.of("smtp.relay", relay));
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains(error), errors.toString());
    }

    @Test
    void aLoginIsOfAKindThatTheProviderTakes() {
        List<String> errors =
                errors(Map.of("smtp.relay", "outlook.com", "smtp.username", "ann", "smtp.password", "s3cret"));
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("smtp.password: outlook.com takes no password"), errors.toString());
        errors = errors(Map.of(
                "smtp.relay", "sendgrid",
                "smtp.username", "apikey",
                "smtp.oauth.token.endpoint", "https://example.org/token",
                "smtp.oauth.client.id", "client",
                "smtp.oauth.client.secret", "s3cret"));
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(
                errors.get(0).contains("sendgrid takes no token: set smtp.password (the word apikey"),
                errors.toString());
    }

    @Test
    void aProvidersServerIsWhereMailGoes() throws Exception {
        Map<String, String> settings = Map.of(
                "smtp.relay",
                "ses:eu-west-1",
                "smtp.username",
                "ann",
                "smtp.password",
                "s3cret",
                "smtp.hello",
                "a.example");
        try (Delivery delivery = new SmtpSinkConfig(settings).delivery(DailyCount.NONE)) {
            assertEquals(
                    "Amazon SES at email-smtp.eu-west-1.amazonaws.com:465, TLS from the first octet",
                    delivery.destination());
        }
    }

    /** A sink that sends some mail to a relay of a partner. */
    private static Map<String, String> routed(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.host", "mail.example.org",
                "smtp.hello", "gateway.example.org",
                "smtp.routes", "partner",
                "smtp.route.partner.recipients", "*.partner.example,bank.example",
                "smtp.route.partner.host", "relay.partner.example"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    @Test
    void aRouteHasSettingsOfItsOwn() throws Exception {
        Map<String, String> settings = routed(
                "smtp.host", "a,b",
                "smtp.host.weights", "1,1",
                "smtp.username", "ann",
                "smtp.password", "s3cret",
                "smtp.routes", "partner,bulk,direct",
                "smtp.route.bulk.senders", "news@example.org,<>",
                "smtp.route.bulk.relay", "sendgrid",
                "smtp.route.bulk.username", "apikey",
                "smtp.route.bulk.password", "s3cret",
                "smtp.route.direct", "mx",
                "smtp.route.direct.recipients", "*.direct.example");
        assertEquals(List.of(), errors(settings));
        try (Delivery delivery = new SmtpSinkConfig(settings).delivery(DailyCount.NONE)) {
            assertEquals(
                    "a, b; by route partner relay.partner.example; by route bulk SendGrid at smtp.sendgrid.net:465, TLS from the first"
                            + " octet; by route direct the hosts of each domain",
                    delivery.destination());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "smtp.route.partner.recipients, '', say whose mail takes this route",
        "smtp.route.partner.recipients, *, 'must be a domain such as bank.example or *.bank.example'",
        "smtp.route.partner.recipients, 'a.example,A.example', there is another route for this",
        "smtp.route.partner.senders, news@, must be an address such as news@example.org",
        "smtp.route.partner.host, '', 'set a host name or an IP address, or smtp.route.partner.relay to a provider such as gmail, or"
                + " smtp.route.partner=mx'",
        "smtp.route.partner.port, 0, at least 1",
        "smtp.route.partner.port, 465, set smtp.route.partner.tls=implicit",
        "smtp.route.partner.tls, maybe, 'one of none, opportunistic, encrypted, required, implicit'",
        "smtp.route.partner.host.weights, '1,2', 'must hold a number for each of the 1 in smtp.route.partner.host'",
        "smtp.route.partner, mx, smtp.route.partner.host",
        "smtp.route.partner, directly, 'one of relay, mx'",
        "smtp.route.partner.username, ann, 'smtp.route.partner.password: set it together with smtp.route.partner.username'",
        "smtp.route.partner.hots, a, 'is no setting of a route that smtp.routes names: [partner]'",
        "smtp.route.bulk.host, a, 'is no setting of a route that smtp.routes names: [partner]'",
        "smtp.tls.policy, 'bank.example:none,other.example:none', ''",
    })
    void anErrorOfARouteNamesItsKey(String key, String value, String told) {
        List<String> errors = errors(routed(key, value));
        assertEquals(told.isEmpty() ? 0 : 1, errors.size(), errors.toString());
        assertTrue(
                errors.isEmpty()
                        || (errors.get(0).contains(key) && errors.get(0).contains(told)),
                errors::toString);
    }

    @Test
    void aRouteIsNamedOnce() {
        List<String> errors = errors(routed("smtp.routes", "partner,partner"));
        assertTrue(errors.toString().contains("partner: there is another route of this name"), errors::toString);
    }

    @Test
    void twoRoutesForTheSameAreAnError() {
        List<String> errors = errors(routed(
                "smtp.routes", "partner,other",
                "smtp.route.other.recipients", "BANK.example",
                "smtp.route.other.host", "x"));
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(
                errors.get(0).contains("smtp.route.other.recipients")
                        && errors.get(0)
                                .contains("BANK.example: there is another route for this: leave it to one of them"),
                errors.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "smtp.route.partner.tls, none, smtp.route.partner.tls, the password would travel in plaintext",
        "smtp.route.partner.tls, encrypted, smtp.route.partner.tls, the password would go to whoever shows any certificate",
        "smtp.tls.policy, bank.example:none, smtp.tls.policy, the password would travel in plaintext",
        "smtp.tls.policy, a.partner.example:encrypted, smtp.tls.policy, the password would go to whoever shows any certificate",
        "smtp.tls.policy, '*.example:encrypted', smtp.tls.policy, the password would go to whoever shows any certificate",
        "smtp.tls.policy, other.example:none, '', ''",
    })
    void aLoginOfARouteNeedsTlsForAllOfItsDomains(String key, String value, String blamed, String told) {
        List<String> errors = errors(
                routed("smtp.route.partner.username", "ann", "smtp.route.partner.password", "s3cret", key, value));
        assertEquals(told.isEmpty() ? 0 : 1, errors.size(), errors.toString());
        assertTrue(
                errors.isEmpty()
                        || (errors.get(0).contains(blamed) && errors.get(0).contains(told)),
                errors::toString);
        assertTrue(!errors.toString().contains("s3cret"), errors::toString);
    }

    @Test
    void aRouteByMxTakesNoLogin() {
        Map<String, String> settings = routed(
                "smtp.route.partner",
                "mx",
                "smtp.route.partner.username",
                "ann",
                "smtp.route.partner.password",
                "s3cret");
        settings.remove("smtp.route.partner.host");
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(
                errors.get(0).contains("smtp.route.partner.username")
                        && errors.get(0).contains("whoever takes mail for a domain"),
                errors.toString());
    }
}
