package dev.postern.ear;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.ChildProcess;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.ProgramRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built EAR on Payara Server, deployed as its administrator does, and beside it the built adapter alone with a user's bean. */
@Timeout(180)
class PayaraServerIT implements GatewayContract, CallerContract {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path HOME = Path.of("target/servers/payara6").toAbsolutePath();
    private static final String CONFIGURATION = "set configs.config.server-config.";
    private static final int ADMIN_OFFSET = 48; // of create-domain --portbase
    private static final int PORTS = 100; // that it takes from there on

    private static ChildProcess server;
    private static int adminPort;

    @BeforeAll
    static void start() throws IOException {
        Path domains = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "domains-");
        int portBase = FreePort.rowOnLoopback(PORTS);
        adminPort = portBase + ADMIN_OFFSET;
        asadmin("create-domain", "--nopassword", "--domaindir", domains.toString(), "--portbase", "" + portBase, "it");
        Path loopback = Files.write(
                domains.resolve("pre-boot.txt"),
                List.of(
                        CONFIGURATION
                                + "network-config.network-listeners.network-listener.http-listener-1.address=127.0.0.1",
                        CONFIGURATION
                                + "network-config.network-listeners.network-listener.http-listener-2.address=127.0.0.1",
                        CONFIGURATION
                                + "network-config.network-listeners.network-listener.admin-listener.address=127.0.0.1",
                        CONFIGURATION + "iiop-service.iiop-listener.orb-listener-1.address=127.0.0.1",
                        CONFIGURATION + "iiop-service.iiop-listener.SSL.address=127.0.0.1",
                        CONFIGURATION + "iiop-service.iiop-listener.SSL_MUTUALAUTH.address=127.0.0.1",
                        CONFIGURATION + "admin-service.jmx-connector.system.address=127.0.0.1",
                        CONFIGURATION + "hazelcast-config-specific-configuration.enabled=false"));
        server = ChildProcess.start(
                "payara",
                List.of(
                        "/usr/bin/env",
                        "POSTERN_GATEWAY_LISTEN_PORT=" + Surroundings.port(Surroundings.GATEWAY_PORT),
                        "POSTERN_CALLERS_LISTEN_PORT=" + Surroundings.port(Surroundings.CALLER_PORT),
                        "POSTERN_KAFKA_BOOTSTRAP_SERVERS=" + System.getProperty(Surroundings.BROKER),
                        HOME.resolve("bin/asadmin").toString(),
                        "start-domain",
                        "--verbose",
                        "--domaindir",
                        domains.toString(),
                        "--prebootcommandfile",
                        loopback.toString(),
                        "it"),
                domains.resolve("server.log"));
        server.awaitReady(PATIENCE, PayaraServerIT::answers);
        asadmin("deploy", Archives.EAR.toString());
        asadmin("create-file-user", CallerContract.USER);
        asadmin("deploy", Archives.RAR.toString());
        asadmin("deploy", Archives.CALLERS.toString());
    }

    /** Its starter listens there for a moment, to see whether the port is free, and answers nobody. */
    private static boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), adminPort)) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) { // not yet
            return false;
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void asadmin(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                HOME.resolve("bin/asadmin").toString(),
                "--interactive=false",
                "--passwordfile",
                "target/password",
                "--port",
                "" + adminPort));
        command.addAll(List.of(arguments));
        ProgramRun.of(PATIENCE, command).succeeded();
    }

    @Test
    void undeployingFreesThePortAndDeployingTakesItAgain() throws IOException {
        asadmin("undeploy", "postern-gateway");
        try (ServerSocket free =
                new ServerSocket(Surroundings.port(Surroundings.GATEWAY_PORT), 1, InetAddress.getLoopbackAddress())) {
            assertTrue(free.isBound());
        }
        asadmin("deploy", Archives.EAR.toString());
        anAcceptedMailIsInTheTopic();
    }
}
