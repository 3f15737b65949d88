package dev.postern.ear;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** All that Payara Micro is asked of a user's beans, on Payara Server too. */
@Timeout(180)
class PayaraServerTableIT extends PayaraServerIT
        implements RoutingContract, BeanContract, OutboundContract, SharingContract, PoolContract {
    @BeforeAll
    static void deployTrouble() throws IOException {
        server.deploy(Archives.TROUBLE);
    }
}
