package dev.postern.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.kafka.sink.SmtpSinkConnector;
import dev.postern.kafka.source.MailSourceConnector;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MisspellingTest {
    private static final Set<String> KNOWN = Set.of(
            "require.tls", "auth.required", "relay.networks", "milters", "events.topic", "smtp.host", "dns.servers");

    @ParameterizedTest
    @CsvSource({
        "requireTls, require.tls",
        "requiretls, require.tls",
        "REQUIRE_TLS, require.tls",
        "rquire.tls, require.tls",
        "authRequired, auth.required",
        "auth_required, auth.required",
        "relayNetworks, relay.networks",
        "milter, milters",
        "event.topic, events.topic",
        "smpt.host, smtp.host",
        "smtp.hosts, smtp.host",
        "dn.servers, dns.servers",
    })
    void isRecognised(String name, String meant) {
        assertEquals(Optional.of(meant), Misspelling.meant(name, KNOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"company.team", "errors.tolerance", "x", "smoke.host", "topics", "milestones"})
    void ofOthersIsNot(String name) {
        assertEquals(Optional.empty(), Misspelling.meant(name, KNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "connector.class",
                "tasks.max",
                "topics",
                "topics.regex",
                "key.converter",
                "value.converter.schemas.enable",
                "header.converter",
                "transforms",
                "transforms.route.type",
                "predicates.x.type",
                "errors.tolerance",
                "errors.deadletterqueue.topic.name",
                "consumer.override.max.poll.records",
                "producer.override.acks",
                "admin.override.retries",
                "topic.creation.groups",
                "config.action.reload",
                "exactly.once.support",
                "transaction.boundary",
                "offsets.storage.topic",
                "value.converter.plugin.version",
                "plugin.version"
            })
    void whatConnectKnowsIsNeverOurs(String name) {
        assertEquals(
                Optional.empty(),
                Misspelling.meant(name, new SmtpSinkConnector().config().names()));
        assertEquals(
                Optional.empty(),
                Misspelling.meant(name, new MailSourceConnector().config().names()));
    }

    @Test
    void aShortWordIsNearNothing() {
        assertEquals(Optional.empty(), Misspelling.meant("dms.others", KNOWN));
    }
}
