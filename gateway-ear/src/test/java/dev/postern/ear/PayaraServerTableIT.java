package dev.postern.ear;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/**
 * All that Payara Micro is asked of a user's beans, on Payara Server too. The application that sends by the gateway's mail session is a module of the EAR here, as nobody else
 * sees its adapter.
 */
@Timeout(180)
class PayaraServerTableIT extends PayaraServerIT
        implements RoutingContract,
                BeanContract,
                OutboundContract,
                LetterContract,
                SortingContract,
                SharingContract,
                PoolContract {
    private static Path ear;

    @BeforeAll
    static void deployApplications() throws IOException {
        ear = Archives.exportGatewayWithLetters();
        server.deploy(ear);
        server.deploy(Archives.TROUBLE);
    }

    @Override
    Path ear() {
        return ear;
    }

    @Override
    public List<String> parts() {
        return List.of("listener", "journal", "broker");
    }
}
