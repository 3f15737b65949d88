package dev.postern.ear;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.PayaraServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built EAR on Payara Server, deployed as its administrator does, and beside it the built adapter alone with a user's bean. */
@Timeout(180)
class PayaraServerIT implements GatewayContract, CallerContract, SecretContract, HealthContract {
    static final Path HOME = Path.of("target/servers/payara6");

    private static Path directory;
    static PayaraServer server;

    @BeforeAll
    static void start() throws IOException {
        directory = Files.createTempDirectory(Path.of("target"), "payara-");
        server = PayaraServer.builder(HOME)
                .passwords(Path.of("target/password"))
                .environment(Surroundings.environment())
                .deploy(Archives.EAR)
                .start(directory);
        server.asadmin("set", "configs.config.server-config.connector-service.class-loading-policy=global");
        server.asadmin("create-file-user", CallerContract.USER);
        server.deploy(Archives.RAR);
        keepSecret();
        server.deploy(Archives.CALLERS);
        server.deploy(Archives.VAULT);
    }

    private static void keepSecret() throws IOException {
        server.asadmin("create-password-alias", "postern");
        createFactory(server, Surroundings.vaultFactory("right", "${ALIAS=postern}"));
        createFactory(server, Surroundings.vaultFactory("wrong", "another"));
    }

    /** As the README says: a pool of the server's configuration, at {@code mail/NAME}. */
    static void createFactory(PayaraServer server, Map<String, String> settings) throws IOException {
        String properties = settings.entrySet().stream()
                .map(setting -> setting.getKey() + '=' + setting.getValue().replace(":", "\\:"))
                .collect(Collectors.joining(":"));
        String name = settings.get("name");
        server.asadmin(
                "create-connector-connection-pool",
                "--raname=postern",
                "--connectiondefinition=dev.postern.jca.MailConnectionFactory",
                "--transactionsupport=XATransaction",
                "--property=" + properties,
                "mail-" + name);
        server.asadmin("create-connector-resource", "--poolname=mail-" + name, "mail/" + name);
    }

    /** The gateway that is deployed again. */
    Path ear() {
        return Archives.EAR;
    }

    @Override
    public int healthPort() {
        return server.httpPort();
    }

    /** Nobody uses its connection factory. */
    @Override
    public List<String> parts() {
        return List.of("listener", "broker");
    }

    @Override
    public List<Path> configurationAndLog() {
        return List.of(
                directory.resolve("payara/postern/config/domain.xml"),
                directory.resolve("payara/postern/logs/server.log"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void undeployingFreesThePortAndDeployingTakesItAgain() throws IOException {
        server.undeploy("postern-gateway.ear");
        try (ServerSocket free =
                new ServerSocket(Surroundings.port(Surroundings.GATEWAY_PORT), 1, InetAddress.getLoopbackAddress())) {
            assertTrue(free.isBound());
        }
        server.deploy(ear());
        anAcceptedMailIsInTheTopic();
    }
}
