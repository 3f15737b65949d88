package dev.postern.kafka.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the settings of mailboxes must agree on. */
class MailboxSettingsTest {
    private final MailSourceConnector connector = new MailSourceConnector();

    private static Map<String, String> settings(String mode) {
        return new HashMap<>(Map.of(
                "topic",
                "mail",
                "mail.mode",
                mode,
                mode + ".host",
                "mail.example.org",
                mode + ".username",
                "bob",
                mode + ".password",
                "s3cret"));
    }

    private List<String> errors(Map<String, String> settings) {
        return connector.validate(settings).configValues().stream()
                .flatMap(value -> value.errorMessages().stream())
                .toList();
    }

    @Test
    void hostAndLoginAreAllTheyNeed() {
        assertEquals(List.of(), errors(settings("imap")));
        assertEquals(List.of(), errors(settings("pop3")));
        Map<String, String> found = settings("imap");
        found.put("imap.host", "auto:susan@example.org");
        assertEquals(List.of(), errors(found));
    }

    @Test
    void whoIsAskedForAServerMustBeAnAddress() {
        Map<String, String> found = settings("imap");
        found.put("imap.host", "auto:susan@example.org");
        found.put("dns.servers", "ns.example.org");
        assertTrue(errors(found).toString().contains("dns.servers"), errors(found)::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "imap.host, '', 'imap.host: set a host name or an IP address, auto: and an address, or imap.provider'",
        "imap.host, auto:susan, 'must be an address behind auto:'",
        "imap.provider, gmail, 'contradicts imap.provider=gmail, which stands for a host'",
        "imap.provider, sendgrid, 'has no imap that is known: must be one of gmail,'",
        "imap.tls, none, 'mail and password would travel in plaintext: choose implicit or starttls'",
        "imap.port, 143, 'a server on port 143 begins without TLS, and would be waited for in vain: set imap.tls=starttls'",
        "imap.username, '', 'imap.username: a mailbox has a user'",
        "imap.password, '', 'imap.password: set it, or imap.oauth.token.endpoint'",
        "imap.oauth.client.id, me, 'imap.oauth.token.endpoint: set it together with imap.oauth.client.id'",
        "imap.auth.mechanisms, XOAUTH2, names none that shows a password",
        "imap.truststore.location, /nowhere/trust.p12, does not exist",
        "imap.after, move, 'imap.after.folder: set it together with imap.after=move'",
        "imap.after, burn, 'one of leave, flag, keyword, move, delete'",
        "imap.after.keyword, two words, must be a word without any of",
        "imap.idle.ms, 1800000, no more than 1740000",
        "imap.changes, flags, 'imap.changes.topic: set it together with imap.changes'",
        "imap.changes, moods, 'must be one of flags, deletions'",
        "imap.fingerprints.topic, prints, 'kafka.bootstrap.servers: the brokers of imap.fingerprints.topic are not known'",
        "imap.retry.max.ms, 5, 'is less than imap.retry.first.ms'",
        "imap.folders, '', 'imap.folders: name a folder'",
        "imap.accounts, Sales, 'the name of an account is of lower case letters and digits'",
        "imap.account.sales.host, mail.example.org, 'is no setting of an account that imap.accounts names'",
        "imap.task.folders, [], 'Unknown configuration imap.task.folders'",
        "message.size.max, 20000000, 'producer.override.max.request.size is 1048576: raise that one'"
    })
    void anErrorNamesTheKeyAndTheRemedy(String key, String value, String remedy) {
        Map<String, String> settings = settings("imap");
        settings.put(key, value);
        List<String> errors = errors(settings);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains(remedy), errors.toString());
    }

    @Test
    void settingsOfOneAccountHaveNoUseBesideNamesOfSeveral() {
        Map<String, String> settings = settings("pop3");
        settings.put("pop3.accounts", "sales");
        List<String> errors = errors(settings);
        assertTrue(
                errors.stream().anyMatch(error -> error.contains("pop3.host: has no use beside pop3.accounts")),
                errors.toString());
        assertTrue(
                errors.stream().anyMatch(error -> error.contains("pop3.account.sales.username: a mailbox has a user")),
                errors.toString());
        assertTrue(errors.stream().noneMatch(error -> error.contains("s3cret")), errors.toString());
    }

    @Test
    void mailboxesAreReadExactlyOnceAndAListenerIsNot() {
        assertEquals(ExactlyOnceSupport.SUPPORTED, connector.exactlyOnceSupport(settings("imap")));
        assertEquals(ExactlyOnceSupport.SUPPORTED, connector.exactlyOnceSupport(settings("pop3")));
        assertEquals(ExactlyOnceSupport.UNSUPPORTED, connector.exactlyOnceSupport(Map.of("topic", "mail")));
    }

    @Test
    void offsetsOfPop3AreLookedAt() {
        Map<String, String> mail = Map.of("protocol", "pop3", "account", "default", "uidl", "x");
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(mail, Map.of("read", true));
        assertTrue(connector.alterOffsets(settings("pop3"), offsets));
        offsets.put(mail, Map.of("read", true, "delete", true));
        assertTrue(connector.alterOffsets(settings("pop3"), offsets));
        offsets.put(mail, null);
        assertTrue(connector.alterOffsets(settings("pop3"), offsets));
        offsets.put(mail, Map.of("read", "maybe"));
        assertThrows(ConnectException.class, () -> connector.alterOffsets(settings("pop3"), offsets));
        ConnectException other = assertThrows(
                ConnectException.class, () -> connector.alterOffsets(settings("imap"), Map.of(mail, Map.of("uid", 1))));
        assertTrue(other.getMessage().contains("it must have the keys protocol, which is imap"), other.getMessage());
    }
}
