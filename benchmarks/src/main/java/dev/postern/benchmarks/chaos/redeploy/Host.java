package dev.postern.benchmarks.chaos.redeploy;

import dev.postern.benchmarks.process.ApplicationKit;
import dev.postern.testkit.ApplicationServer;
import dev.postern.testkit.PayaraServer;
import dev.postern.testkit.WildFly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The application servers. */
public enum Host {
    PAYARA {
        @Override
        ApplicationServer start(
                ApplicationKit kit, Map<String, String> environment, List<Path> archives, Path directory)
                throws IOException {
            PayaraServer.Builder server = PayaraServer.builder(kit.payaraServer());
            server.environment(environment).environment(Map.of("JAVA_TOOL_OPTIONS", NO_SOFT_REFERENCES));
            String pool = "set configs.config.server-config.thread-pools.thread-pool.thread-pool-1.";
            server.configure(pool + "min-thread-pool-size=1").configure(pool + "idle-thread-timeout-seconds=2");
            archives.forEach(server::deploy);
            return server.start(directory);
        }
    },
    WILDFLY {
        @Override
        ApplicationServer start(
                ApplicationKit kit, Map<String, String> environment, List<Path> archives, Path directory)
                throws IOException {
            WildFly.Builder server = WildFly.builder(kit.wildFly());
            server.environment(environment).jvm(List.of("-Xmx512m", NO_SOFT_REFERENCES));
            for (String pool : List.of("short-running-threads", "long-running-threads")) {
                String set = "/subsystem=jca/workmanager=default/" + pool + "=default:write-attribute(name=";
                server.configure(set + "allow-core-timeout, value=true)")
                        .configure(set + "keepalive-time, value={time=2, unit=SECONDS})");
            }
            archives.forEach(server::deploy);
            return server.start(directory);
        }
    };

    /** What is reachable by such alone must not count as left behind. */
    private static final String NO_SOFT_REFERENCES = "-XX:SoftRefLRUPolicyMSPerMB=0";

    /**
     * Starts one with these archives. Threads of its pools that have nothing to do end within seconds: the last task of each, and what its starter was about, hold class loaders until
     * then.
     */
    abstract ApplicationServer start(
            ApplicationKit kit, Map<String, String> environment, List<Path> archives, Path directory)
            throws IOException;

    /** In the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
