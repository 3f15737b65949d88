package dev.postern.ear;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Timeout;

/** The built adapter and the built beans on Payara Micro, which takes no EAR: both are deployed by post-boot.txt. */
@ArquillianTest
@Timeout(120)
class PayaraMicroIT
        implements GatewayContract,
                RoutingContract,
                BeanContract,
                CallerContract,
                OutboundContract,
                LetterContract,
                HealthContract,
                SortingContract,
                SharingContract,
                PoolContract {
    @Deployment(testable = false)
    static WebArchive trouble() {
        return Archives.trouble();
    }
}
