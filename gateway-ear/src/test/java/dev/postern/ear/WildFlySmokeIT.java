package dev.postern.ear;

import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Timeout;

/** The built EAR, and beside it the built adapter alone with a user's bean, on the oldest WildFly that the README names. */
@ArquillianTest
@Timeout(120)
class WildFlySmokeIT implements GatewayContract, CallerContract, HealthContract {
    @Deployment(name = "adapter", order = 1, testable = false)
    static ResourceAdapterArchive adapter() {
        return Archives.adapter();
    }

    @Deployment(name = "gateway", order = 2, testable = false)
    static EnterpriseArchive gateway() {
        return Archives.gateway();
    }

    @Deployment(name = "callers", order = 3, testable = false)
    static WebArchive callers() {
        return Archives.callers();
    }

    @Override
    public int healthPort() {
        return Surroundings.port("it.wildfly.management");
    }

    /** Nobody uses its connection factory. */
    @Override
    public List<String> parts() {
        return List.of("listener", "broker");
    }
}
