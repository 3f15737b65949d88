package dev.postern.ear;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.PayaraServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built EAR on Payara Server, deployed as its administrator does, and beside it the built adapter alone with a user's bean. */
@Timeout(180)
class PayaraServerIT implements GatewayContract, CallerContract {
    static final Path HOME = Path.of("target/servers/payara6");

    private static PayaraServer server;

    @BeforeAll
    static void start() throws IOException {
        server = PayaraServer.builder(HOME)
                .passwords(Path.of("target/password"))
                .environment(Surroundings.environment())
                .deploy(Archives.EAR)
                .start(Files.createTempDirectory(Path.of("target"), "payara-"));
        server.asadmin("create-file-user", CallerContract.USER);
        server.deploy(Archives.RAR);
        server.deploy(Archives.CALLERS);
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
        server.deploy(Archives.EAR);
        anAcceptedMailIsInTheTopic();
    }
}
