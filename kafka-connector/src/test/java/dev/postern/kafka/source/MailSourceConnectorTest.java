package dev.postern.kafka.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.TlsFixture;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailSourceConnectorTest {
    private static List<String> errors(Map<String, String> settings) {
        return new MailSourceConnector()
                .validate(settings).configValues().stream()
                        .flatMap(value -> value.errorMessages().stream())
                        .toList();
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertTrue(ServiceLoader.load(SourceConnector.class).stream()
                .anyMatch(provider -> provider.type() == MailSourceConnector.class));
    }

    @Test
    void aTopicIsAllItNeeds() {
        assertEquals(List.of(), errors(Map.of("topic", "mail")));
    }

    @Test
    void connectsOwnSettingsAreNotOurs() {
        assertEquals(
                List.of(),
                errors(Map.of(
                        "topic", "mail",
                        "mail.value.format", "struct",
                        "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                        "value.converter.schemas.enable", "false",
                        "topic.creation.default.partitions", "6",
                        "topic.creation.default.replication.factor", "-1",
                        "errors.tolerance", "all",
                        "message.size.max", "400000")));
    }

    @Test
    void aConnectorHasAsManyTasksAsItMay() {
        MailSourceConnector connector = new MailSourceConnector();
        Map<String, String> settings = Map.of("name", "inbound", "topic", "mail");
        connector.start(settings);
        assertEquals(Collections.nCopies(3, settings), connector.taskConfigs(3));
    }

    @ParameterizedTest
    @CsvSource({
        "topic, '', the name of a topic is",
        "topic, mail/in, the name of a topic is",
        "topic, 'mail.${user}', 'may hold ${domain} and ${recipient}, not ${user}'",
        "topic, 'mail.${domain}', 'mail.topic.names: topic=mail.${domain} needs the domains'",
        "mail.topic.names, example.org, 'has no use where topic holds neither'",
        "mail.value.format, xml, 'raw, struct'",
        "struct.raw, true, has no use without mail.value.format=struct",
        "record.key, date, message-id",
        "trusted.authserv.ids, exa mple, must be a host name",
        "claim.store, file, 'claim.directory: claim.store=file needs a directory that we may write to'",
        "claim.store, s3, claim.s3.endpoint",
        "claim.s3.endpoint, http://s3.example.org, http:// for this machine alone",
        "claim.s3.bucket, UPPER, 3 to 63 lower case letters",
        "events.topic, events, 'kafka.bootstrap.servers: the brokers of events.topic are not known'",
        "bounce.key.file, /nowhere/keys, does not exist",
        "bounce.suppress, some, 'signed, all'",
        "mail.mode, carrier-pigeon, smtp",
        "listen.host, 0.0.0.0, 'accepted.domains: listen.host is 0.0.0.0, where others may send mail: name your domains, or set accept.any.domain=true'",
        "listen.host, no-such-host.invalid, is known to nobody",
        "listen.port, 70000, no more than 65535",
        "hostname, exa mple.org, must be a host name",
        "accepted.domains, exa mple.org, must be a host name",
        "message.size.max, 20000000, 'producer.override.max.request.size is 1048576: raise that one'",
        "message.size.max, 1, at least 65536",
        "require.tls, true, keystore.location: require.tls=true needs a keystore",
        "auth.required, true, 'auth.users.file: auth.required=true needs a file of users'",
        "recipient.verifier.class, com.example.Customers, 'is not found: it belongs into the archive of the bean, or, in Kafka Connect'",
        "recipient.verifier.class, dev.postern.kafka.source.MailSourceConnector, 'does not implement dev.postern.mail.Recip'",
        "auth.authenticator.class, com.example.Tokens, 'is not found'",
        "keystore.location, /nowhere/key.p12, does not exist",
        "keystore.location, pom.xml, is neither a PKCS#12 file nor one in PEM",
        "keystore.password, s3cret, 'keystore.location: is not set, and so its password has no use'",
        "client.certificates, optional, 'needs TLS: set keystore.location'",
        "relay.networks, printer.example.org, is not an address or network such as 192.0.2.0/24",
        "proxy.networks, 10.0.0.0/33, has no prefix length from 0 to 32",
        "mode, smtp, mode",
        "mode, submission, auth.users.file: mode=submission needs a file of users",
        "listen.path, /run/lmtp, 'a socket is for LMTP: set mode=lmtp'",
        "implicit.tls, true, keystore.location: implicit.tls=true needs a keystore",
        "producer.override.acks, 1, must be all: a client is told 250",
        "spool.directory, /nowhere/spool, is not a directory that we may write to",
        "spool.total.bytes, 1000, 'must hold at least one message of message.size.max, which is 983040'",
        "listeners, MX, 'the name of a listener is of lower case letters and digits'",
        "listener.mx.listen.port, 25, 'is no setting of a listener that listeners names: []'",
        "dns.servers, ns.example.org, 'must be an address, not a name, such as 192.0.2.53'",
        "dns.timeout.ms, 60000, no more than 30000",
        "dns.block.lists, bl.example.org=127.0.0.256, 'the responses that count must be such as 127.0.0.2'",
        "dns.block.lists, bl..example, must start with the list's domain",
        "dns.allow.lists, wl.example.org, 'would refuse, but that is empty: set both or neither'",
        "check.sender.domain, perhaps, check.sender.domain",
        "reply.deadline.ms, 900000, no more than 570000",
        "require.tsl, true, 'Unknown configuration require.tsl: there are require.tls'"
    })
    void anErrorNamesTheKeyTheValueAndWhatIsAllowed(String key, String value, String allowed) {
        Map<String, String> settings = new HashMap<>(Map.of("topic", "mail"));
        settings.put(key, value);
        if (key.startsWith("auth.authenticator")) {
            settings.put("auth.allow.plaintext", "true");
        }
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        boolean secret = key.endsWith("password");
        boolean shown =
                (allowed.contains("require.t") || allowed.contains("implicit.t") || allowed.contains("mode=sub"))
                        || errors.get(0).contains(value) != secret;
        boolean named = secret || errors.get(0).contains(key);
        assertTrue(named && shown && errors.get(0).contains(allowed), errors.toString());
    }

    @Test
    void allDomainsAndSomeContradictEachOther() {
        List<String> errors =
                errors(Map.of("topic", "mail", "accepted.domains", "example.org", "accept.any.domain", "true"));
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("contradicts accepted.domains: leave one of the two out"), errors.toString());
    }

    @Test
    void aKeystoresWrongPasswordIsFoundAtOnce() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "topic",
                "mail",
                "keystore.location",
                TlsFixture.get().keystore().toString()));
        settings.put("keystore.password", "wr0ng");
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(
                errors.get(0).contains("has another password") && !errors.get(0).contains("wr0ng"), errors.toString());
        settings.put("keystore.password", "postern");
        assertEquals(List.of(), errors(settings));
    }

    @Test
    void aTruststoreIsNoKeystore() {
        List<String> errors = errors(Map.of(
                "topic",
                "mail",
                "keystore.location",
                TlsFixture.get().truststore().toString(),
                "keystore.password",
                "postern"));
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).endsWith("holds no private key"), errors.toString());
    }

    @Test
    void aRecordMustFitIntoTheProducersMemory() {
        List<String> errors = errors(Map.of(
                "topic", "mail",
                "message.size.max", "50000000",
                "producer.override.max.request.size", "51000000"));
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("producer.override.buffer.memory is 33554432"), errors.toString());
    }

    @Test
    void whatTheFormMakesOfAMessageIsCounted() {
        List<String> errors = errors(Map.of("topic", "mail", "mail.value.format", "struct"));
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(
                errors.get(0).contains("message.size.max") && errors.get(0).endsWith("or set claim.store"),
                errors.toString());
        assertEquals(
                1,
                errors(Map.of("topic", "mail", "value.converter", "org.apache.kafka.connect.json.JsonConverter"))
                        .size(),
                "base64 is a third more");
    }

    @Test
    void aLargerMessageNeedsALargerProducerRequest() {
        assertEquals(
                List.of(),
                errors(Map.of(
                        "topic", "mail",
                        "message.size.max", "20000000",
                        "producer.override.max.request.size", "20065536")));
    }
}
