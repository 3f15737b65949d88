package dev.postern.ear;

import dev.postern.testkit.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Has WildFly lend its users to the adapter, keep secrets for it, and ask the gateway whether it is ready, as the README says. */
final class WildFlySetup {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CONFIGURATION = "standalone-it.xml";
    private static final String ADAPTER = "/subsystem=resource-adapters/resource-adapter=postern-users";
    private static final String LENDS = ADAPTER + ":add("
            + "archive=postern.rar, transaction-support=XATransaction, wm-security=true, wm-elytron-security-domain=ApplicationDomain)";

    // standalone-full.xml has none
    private static final List<String> HEALTH = List.of(
            "/extension=org.wildfly.extension.microprofile.health-smallrye:add",
            "/subsystem=microprofile-health-smallrye:add(security-enabled=false)");

    private WildFlySetup() {}

    static void setUp(Path home) throws IOException {
        Path configurations = home.resolve("standalone/configuration");
        Files.copy(
                configurations.resolve("standalone-full.xml"),
                configurations.resolve(CONFIGURATION),
                StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(configurations.resolve(WildFlySecrets.STORE));
        Path commands = Files.write(
                home.resolve("users.cli"),
                Stream.of(
                                Stream.of("embed-server --server-config=" + CONFIGURATION, LENDS),
                                WildFlySecrets.commands(ADAPTER).stream(),
                                HEALTH.stream(),
                                Stream.of("stop-embedded-server"))
                        .flatMap(lines -> lines)
                        .toList());
        run(home, "jboss-cli.sh", "--file=" + commands);
        run(home, "add-user.sh", "-a", "-s", "-u", CallerContract.USER, "-p", CallerContract.PASSWORD);
    }

    private static void run(Path home, String program, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/" + program).toString()));
        command.addAll(List.of(arguments));
        ProgramRun.of(PATIENCE, command).succeeded();
    }
}
