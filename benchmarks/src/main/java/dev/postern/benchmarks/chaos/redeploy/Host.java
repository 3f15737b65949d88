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
            server.environment(environment);
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
            server.environment(environment);
            archives.forEach(server::deploy);
            return server.start(directory);
        }
    };

    /** Starts one with these archives. */
    abstract ApplicationServer start(
            ApplicationKit kit, Map<String, String> environment, List<Path> archives, Path directory)
            throws IOException;

    /** In the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
