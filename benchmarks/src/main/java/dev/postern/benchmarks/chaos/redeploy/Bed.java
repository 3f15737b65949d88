package dev.postern.benchmarks.chaos.redeploy;

import dev.postern.benchmarks.chaos.redeploy.note.Note;
import dev.postern.benchmarks.process.ApplicationKit;
import dev.postern.benchmarks.process.BeanArchive;
import dev.postern.benchmarks.process.ScratchDirectory;
import dev.postern.testkit.ApplicationServer;
import dev.postern.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An application server with the adapter, two applications that share a listener of it, and the gateway, which has an adapter of its own. */
final class Bed implements AutoCloseable {
    /** The domain whose mail comes to the gateway. */
    static final String GATEWAY = "gateway.example";

    /** The domain whose mail comes to the application that is deployed anew. */
    static final String LEFT = "left.example";

    /** The domain whose mail comes to the other one. */
    static final String RIGHT = "right.example";

    private static final Pattern ID = Pattern.compile("\\sid (\\S+)");

    private final ScratchDirectory scratch = ScratchDirectory.create();
    private final ApplicationKit kit;
    private final ApplicationServer server;
    private final int beansPort = FreePort.onLoopback();
    private final int gatewayPort = FreePort.onLoopback();
    private final Path left;
    private final Path right;

    Bed(ApplicationKit kit, Host host) throws IOException {
        this.kit = kit;
        Path directory = scratch.path();
        String packages = Bed.class.getPackageName();
        left = BeanArchive.write(directory.resolve("left.war"), packages + ".left", packages + ".note");
        right = BeanArchive.write(directory.resolve("right.war"), packages + ".right", packages + ".note");
        Path routes = Files.writeString(directory.resolve("routes"), "*@" + GATEWAY + " maildir:" + maildir() + '\n');
        Map<String, String> environment = Map.of(
                Note.FILE,
                notes().toString(),
                "POSTERN_SHARED_LISTEN_PORT",
                String.valueOf(beansPort),
                "POSTERN_GATEWAY_LISTEN_PORT",
                String.valueOf(gatewayPort),
                "POSTERN_ROUTES_FILE",
                routes.toString());
        server = host.start(kit, environment, List.of(kit.adapter(), left, right, kit.gateway()), directory);
    }

    /** The listener that both applications share. */
    int beansPort() {
        return beansPort;
    }

    /** The gateway's listener. */
    int gatewayPort() {
        return gatewayPort;
    }

    long pid() {
        return server.pid();
    }

    void redeployLeft() throws IOException {
        server.deploy(left);
    }

    /** As the applications are bound to it, they go before and come behind it. */
    void redeployAdapter() throws IOException {
        server.undeploy(right.getFileName().toString());
        server.undeploy(left.getFileName().toString());
        server.deploy(kit.adapter());
        server.deploy(left);
        server.deploy(right);
    }

    void redeployGateway() throws IOException {
        server.deploy(kit.gateway());
    }

    void undeployAll() throws IOException {
        for (Path archive : List.of(kit.gateway(), right, left, kit.adapter())) {
            server.undeploy(archive.getFileName().toString());
        }
    }

    /** What beans have written down, a line for each mail: id, sender, recipient. */
    List<String> noted() throws IOException {
        return Files.exists(notes()) ? Files.readAllLines(notes()) : List.of();
    }

    /** The ids of the mails that have come to beans, or by the gateway to its mailbox. */
    Set<String> seen() throws IOException {
        Set<String> ids = new HashSet<>();
        noted().forEach(line -> ids.add(line.substring(0, line.indexOf(' '))));
        if (Files.isDirectory(maildir())) {
            try (Stream<Path> mails = Files.list(maildir().resolve("new"))) {
                for (Path mail : mails.toList()) {
                    Matcher id = ID.matcher(Files.readString(mail));
                    if (id.find()) {
                        ids.add(id.group(1));
                    }
                }
            }
        }
        return ids;
    }

    @Override
    public void close() {
        server.close();
        scratch.close();
    }

    private Path notes() {
        return scratch.path().resolve("notes");
    }

    private Path maildir() {
        return scratch.path().resolve("mail");
    }
}
