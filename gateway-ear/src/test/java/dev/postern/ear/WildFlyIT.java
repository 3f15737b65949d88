package dev.postern.ear;

import java.nio.file.Path;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Timeout;

/** The built EAR on WildFly, and beside it the built adapter alone with a user's bean. */
@ArquillianTest
@Timeout(120)
class WildFlyIT
        implements GatewayContract,
                RoutingContract,
                BeanContract,
                CallerContract,
                OutboundContract,
                LetterContract,
                HealthContract,
                SortingContract,
                SharingContract,
                PoolContract,
                SecretContract {
    @Deployment(name = "adapter", order = 1, testable = false)
    static ResourceAdapterArchive adapter() {
        return Archives.adapter();
    }

    @Deployment(name = "gateway", order = 2, testable = false)
    static EnterpriseArchive gateway() {
        return Archives.gateway();
    }

    @Deployment(name = "trouble", order = 3, testable = false)
    static WebArchive trouble() {
        return Archives.trouble();
    }

    @Deployment(name = "callers", order = 4, testable = false)
    static WebArchive callers() {
        return Archives.callers();
    }

    @Deployment(name = "letters", order = 5, testable = false)
    static WebArchive letters() {
        return Archives.letters();
    }

    @Deployment(name = "vault", order = 6, testable = false)
    static WebArchive vault() {
        return Archives.vault();
    }

    @Override
    public int healthPort() {
        return Surroundings.port("it.wildfly.management");
    }

    @Override
    public List<Path> configurationAndLog() {
        Path standalone = Path.of("target/servers/wildfly-" + System.getProperty("it.wildfly.version") + "/standalone");
        return List.of(standalone.resolve("configuration/standalone-it.xml"), standalone.resolve("log/server.log"));
    }
}
