package dev.postern.ear;

import dev.postern.testkit.PayaraServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** All that holds on Payara Micro, on Payara Server; with the profile {@code all-servers}. */
@Timeout(120)
class PayaraServerTableIT
        implements GatewayContract,
                RoutingContract,
                BeanContract,
                CallerContract,
                OutboundContract,
                SharingContract,
                PoolContract {
    private static PayaraServer server;

    @BeforeAll
    @Timeout(240)
    static void start() throws IOException {
        Path directory = Files.createTempDirectory(Path.of("target"), "payara-");
        Path trouble = directory.resolve("trouble.war");
        Archives.trouble().as(ZipExporter.class).exportTo(trouble.toFile());
        server = PayaraServer.builder(PayaraServerIT.HOME)
                .passwords(Path.of("target/password"))
                .environment(Surroundings.environment())
                .deploy(Archives.RAR)
                .deploy(trouble)
                .deploy(Archives.CALLERS)
                .deploy(Archives.EAR)
                .start(directory);
        server.asadmin("create-file-user", CallerContract.USER);
    }

    @AfterAll
    static void stop() {
        server.close();
    }
}
