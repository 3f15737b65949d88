package dev.postern.ear;

import dev.postern.testkit.Dovecot;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.KafkaBroker;
import dev.postern.testkit.Peers;
import dev.postern.testkit.Postfix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * What the application servers under test find around them: a Kafka broker, and free ports. It stands before Arquillian starts the
 * server, whose configuration (arquillian.xml) takes the ports from system properties.
 */
public final class Surroundings implements LauncherSessionListener {
    static final String BROKER = "it.broker";
    static final String GATEWAY_PORT = "it.gateway.port";
    static final String TROUBLE_PORT = "it.trouble.port";
    static final String SORTING_PORT = "it.sorting.port";
    static final String SHARED_PORT = "it.shared.port";
    static final String CALLER_PORT = "it.caller.port";
    static final String POOL_PORT = "it.pool.port";
    static final String VAULT_PORT = "it.vault.port";

    // the ports of WildFly are those of its configuration plus an offset
    private static final int WILDFLY_MANAGEMENT = 9990;
    private static final List<Integer> WILDFLY_PORTS =
            List.of(WILDFLY_MANAGEMENT, 9993, 8080, 8443, 8009, 4712, 4713, 3528, 3529);

    private static @Nullable Postfix relay;
    private static @Nullable Dovecot inboxes;
    private static @Nullable Vault vault;

    private KafkaBroker broker;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        try {
            Path target = Path.of("target").toAbsolutePath();
            broker = KafkaBroker.builder(System.getProperty("java.class.path"))
                    .start(Files.createTempDirectory(target, "broker-"));
            System.setProperty(BROKER, broker.bootstrapServers());
            System.setProperty(GATEWAY_PORT, String.valueOf(FreePort.onLoopback()));
            System.setProperty(TROUBLE_PORT, String.valueOf(FreePort.onLoopback()));
            System.setProperty(SORTING_PORT, String.valueOf(FreePort.onLoopback()));
            System.setProperty(SHARED_PORT, String.valueOf(FreePort.onLoopback()));
            System.setProperty(CALLER_PORT, String.valueOf(FreePort.onLoopback()));
            System.setProperty(POOL_PORT, String.valueOf(FreePort.onLoopback()));
            relay = Peers.find("postfix").isPresent() && isRoot()
                    ? Postfix.builder().mailboxes("bob@example.net").start()
                    : null;
            inboxes = Peers.find("dovecot").isPresent() && isRoot()
                    ? Dovecot.start(RoutingContract.INBOX, "secret")
                    : null;
            vault = Peers.find("postfix").isPresent() && Peers.find("dovecot").isPresent() && isRoot()
                    ? Vault.start()
                    : null;
            System.setProperty(VAULT_PORT, String.valueOf(FreePort.onLoopback()));
            Path keystore = target.resolve("vault.p12");
            Vault.writeKeystore(keystore);
            System.setProperty("it.vault.keystore", keystore.toString());
            RoutingContract.writeRoutes(target, inboxes == null ? FreePort.onLoopback() : inboxes.lmtpPort());
            System.setProperty("it.relay.port", String.valueOf(relay == null ? FreePort.onLoopback() : relay.port()));
            System.setProperty(
                    "it.journal", Files.createTempDirectory(target, "journal-").toString());
            System.setProperty(
                    "it.letters", Files.createTempDirectory(target, "journal-").toString());
            int offset = FreePort.offsetOnLoopback(WILDFLY_PORTS);
            System.setProperty("it.wildfly.management", String.valueOf(WILDFLY_MANAGEMENT + offset));
            System.setProperty("it.wildfly.offset", String.valueOf(offset));
            System.setProperty("it.http", String.valueOf(FreePort.onLoopback()));
            System.setProperty("it.directory", target.toString());
            Archives.exportApplications();
            Path password = target.resolve("password");
            Files.writeString(
                    password,
                    "AS_ADMIN_USERPASSWORD=" + CallerContract.PASSWORD + "\nAS_ADMIN_ALIASPASSWORD=" + Vault.SECRET
                            + "\n");
            if (System.getProperty("arquillian.launch", "").equals("wildfly")) {
                WildFlySetup.setUp(target.resolve("servers/wildfly-" + System.getProperty("it.wildfly.version")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        broker.close();
        try {
            if (relay != null) {
                relay.close();
            }
            if (inboxes != null) {
                inboxes.close();
            }
            if (vault != null) {
                vault.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server that takes the mail of applications; there is one where a test that asks for it is not skipped. */
    static Postfix relay() {
        return Objects.requireNonNull(relay, "Postfix is not installed, or we are not root");
    }

    /** The server that keeps the inbox of the gateway's user; there is one where a test that asks for it is not skipped. */
    static Dovecot inboxes() {
        return Objects.requireNonNull(inboxes, "Dovecot is not installed, or we are not root");
    }

    /** What is behind the secrets of the application server; there is one where a test that asks for it is not skipped. */
    static Vault vault() {
        return Objects.requireNonNull(vault, "Postfix or Dovecot is not installed, or we are not root");
    }

    /** The settings of connection factories that send by the vault's relay, and find nobody where there is none. */
    static Map<String, String> vaultFactory(String name, String password) throws IOException {
        int port = vault == null ? FreePort.onLoopback() : vault.relay().port();
        Path journals = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "journal-");
        return Vault.factory(name, password, port, journals);
    }

    /** The settings of gateway and applications, as environment variables; arquillian.xml has them as system properties. */
    static Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("POSTERN_KAFKA_BOOTSTRAP_SERVERS", System.getProperty(BROKER)),
                Map.entry("POSTERN_ROUTES_FILE", System.getProperty("it.directory") + "/routes"),
                Map.entry("POSTERN_GATEWAY_LISTEN_PORT", System.getProperty(GATEWAY_PORT)),
                Map.entry("POSTERN_TROUBLE_LISTEN_PORT", System.getProperty(TROUBLE_PORT)),
                Map.entry("POSTERN_SORTING_LISTEN_PORT", System.getProperty(SORTING_PORT)),
                Map.entry("POSTERN_SHARED_LISTEN_PORT", System.getProperty(SHARED_PORT)),
                Map.entry("POSTERN_CALLERS_LISTEN_PORT", System.getProperty(CALLER_PORT)),
                Map.entry("POSTERN_POOL_LISTEN_PORT", System.getProperty(POOL_PORT)),
                Map.entry("POSTERN_VAULT_LISTEN_PORT", System.getProperty(VAULT_PORT)),
                Map.entry("POSTERN_VAULT_KEYSTORE_LOCATION", System.getProperty("it.vault.keystore")),
                Map.entry("POSTERN_ANSWERS_RELAY", "127.0.0.1:" + System.getProperty("it.relay.port")),
                Map.entry("POSTERN_ANSWERS_TLS", "none"),
                Map.entry("POSTERN_ANSWERS_HELLO", "app.example.org"),
                Map.entry("POSTERN_ANSWERS_JOURNAL", System.getProperty("it.journal")),
                Map.entry("POSTERN_OUTBOUND_DESTINATION", "kafka"),
                Map.entry("POSTERN_OUTBOUND_TOPIC", "letters"),
                Map.entry("POSTERN_OUTBOUND_BOOTSTRAP_SERVERS", System.getProperty(BROKER)),
                Map.entry("POSTERN_OUTBOUND_HELLO", "app.example.org"),
                Map.entry("POSTERN_OUTBOUND_JOURNAL", System.getProperty("it.letters")));
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    static int port(String property) {
        return Integer.getInteger(property);
    }
}
