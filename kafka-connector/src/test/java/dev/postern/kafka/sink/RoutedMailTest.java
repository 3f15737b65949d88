package dev.postern.kafka.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.limit.DailyCount;
import dev.postern.testkit.DovecotSasl;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.TlsFixture;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mail by weights and by routes, through Postfix. */
@Timeout(180)
@RequiresPeer("postfix")
class RoutedMailTest {
    private static final Address ANN = Address.parse("ann@example.org");
    private static final int MAILS = 40; // the same relay for all of them is drawn once in 5e11 runs

    private static Map<String, Integer> byRelay(int mails, Delivery delivery) throws Exception {
        Map<String, Integer> taken = new TreeMap<>();
        for (int i = 0; i < mails; i++) {
            Outcome.Delivered delivered = assertInstanceOf(Outcome.Delivered.class, OneMail.from(ANN, delivery));
            String peer = delivered.hop().peer();
            taken.merge(peer.substring(0, peer.indexOf(':')), 1, Integer::sum);
        }
        return taken;
    }

    @Test
    void twoNamesOfARelayShareItsMailByWeightAndStandInForEachOther() throws Exception {
        try (Postfix postfix = Postfix.builder().mailboxes("bob@example.net").start()) {
            Map<String, String> settings = new HashMap<>(Map.of(
                    "smtp.host", "127.0.0.1,localhost",
                    "smtp.host.weights", "1,1",
                    "smtp.port", String.valueOf(postfix.port()),
                    "smtp.tls", "none",
                    "smtp.hello", "gateway.example.org"));
            try (Delivery delivery = new SmtpSinkConfig(settings).delivery(DailyCount.NONE)) {
                assertEquals(2, byRelay(MAILS, delivery).size());
            }
            settings.put("smtp.host", "127.0.0.3,localhost"); // where Postfix does not listen
            try (Delivery delivery = new SmtpSinkConfig(settings).delivery(DailyCount.NONE)) {
                assertEquals(Map.of("localhost", MAILS), byRelay(MAILS, delivery));
            }
            assertEquals(
                    2 * MAILS,
                    postfix.mailbox("bob@example.net")
                            .await(2 * MAILS, Duration.ofSeconds(60))
                            .size());
        }
    }

    @Test
    @RequiresPeer("dovecot")
    void aRouteOfASenderLogsInWhereOtherMailDoesNot() throws Exception {
        TlsFixture fixture = TlsFixture.get();
        try (DovecotSasl dovecot = DovecotSasl.start("ann", "pencil", URI.create("http://127.0.0.1:1/"));
                Postfix open = Postfix.builder().mailboxes("bob@example.net").start();
                Postfix byLogin = Postfix.builder()
                        .mailboxes("bob@example.net")
                        .tls(fixture)
                        .set("smtpd_sasl_auth_enable", "yes")
                        .set("smtpd_sasl_type", "dovecot")
                        .set("smtpd_sasl_path", "inet:127.0.0.1:" + dovecot.port())
                        .set("smtpd_client_restrictions", "permit_sasl_authenticated, reject")
                        .start()) {
            Map<String, String> settings = new HashMap<>(Map.of(
                    "smtp.host", "localhost",
                    "smtp.port", String.valueOf(open.port()),
                    "smtp.tls", "none",
                    "smtp.hello", "gateway.example.org",
                    "smtp.routes", "bulk",
                    "smtp.truststore.location", fixture.truststore().toString(),
                    "smtp.truststore.password", new String(fixture.password())));
            settings.putAll(Map.of(
                    "smtp.route.bulk.senders", "news@example.org",
                    "smtp.route.bulk.host", "localhost",
                    "smtp.route.bulk.port", String.valueOf(byLogin.port()),
                    "smtp.route.bulk.username", "ann",
                    "smtp.route.bulk.password", "pencil"));
            try (Delivery delivery = new SmtpSinkConfig(settings).delivery(DailyCount.NONE)) {
                assertInstanceOf(Outcome.Delivered.class, OneMail.from(ANN, delivery));
                Outcome.Delivered bulk = assertInstanceOf(
                        Outcome.Delivered.class, OneMail.from(Address.parse("news@example.org"), delivery));
                assertEquals("localhost:" + byLogin.port(), bulk.hop().peer());
                assertTrue(String.valueOf(bulk.hop().tls()).startsWith("TLSv1.3"), bulk::toString);
            }
            byLogin.awaitLog("sasl_username=ann", Duration.ofSeconds(10));
            assertTrue(!open.log().contains("sasl_"), open.log());
        }
    }
}
