package dev.postern.benchmarks.server;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.policy.AcceptedDomains;
import dev.postern.smtp.policy.Limits;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.Spool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Postern's SMTP server with a sink that lists what it has taken. It answers each line of its standard input with a line that tells what
 * it holds, and ends with it.
 */
public final class TestedServer {
    /** The file that lists the mails taken. */
    public static final String TAKEN = "taken";

    private static final String DOMAIN = "postern.test";
    private static final long SPOOL_MEMORY = 64 << 20;

    private TestedServer() {}

    /**
     * Serves until standard input ends.
     *
     * @param arguments the most connections, the octets of the spool, a keystore, its password, the directory of the spool and the list of mails
     */
    public static void main(String[] arguments) throws IOException, MalformedAddressException {
        Path directory = Path.of(arguments[4]);
        long memory = Math.min(SPOOL_MEMORY, Runtime.getRuntime().maxMemory() / 4);
        try (ListingSink sink = ListingSink.to(directory.resolve(TAKEN));
                SmtpServer server = SmtpServer.builder(sink)
                        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .hostname("mx." + DOMAIN)
                        .limits(Limits.DEFAULT.withConnections(Integer.parseInt(arguments[0])))
                        .spool(Spool.in(directory).withMemory(memory).withTotal(Long.parseLong(arguments[1])))
                        .tls(ServerTls.from(List.of(Path.of(arguments[2])), arguments[3].toCharArray()))
                        .checks(List.of(new AcceptedDomains(Set.of(Domain.parse(DOMAIN)))))
                        .start()) {
            System.out.println(server.port());
            BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (questions.readLine() != null) {
                System.out.println(
                        Holdings.now(server.connections(), sink.count()).toJson());
            }
        }
    }
}
