package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.BenchException;
import dev.postern.benchmarks.process.JavaServer;
import dev.postern.benchmarks.process.PostfixProcess;
import dev.postern.benchmarks.process.ServerProcess;
import dev.postern.benchmarks.server.CheckedServer;
import dev.postern.benchmarks.server.PosternServer;
import dev.postern.benchmarks.server.SubEthaServer;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the servers that are measured, each in a process of its own on a free loopback port. */
public final class Targets {
    /** The name of the gateway in rows and ratios. */
    public static final String POSTERN = "postern";

    /** The name of the gateway with its checks. */
    public static final String POSTERN_CHECKED = "postern-checked";

    /** The name of Postfix's smtpd, measured in TLS. */
    public static final String POSTFIX = "postfix";

    /** The name of Postfix's discarding server in rows and ratios. */
    public static final String SMTP_SINK = "smtp-sink";

    /** The name of SubEthaSMTP in rows and ratios. */
    public static final String SUBETHASMTP = "subethasmtp";

    /** The peers in the order of the table. */
    public static final List<String> PEERS = List.of(SMTP_SINK, SUBETHASMTP, POSTFIX);

    private static final int JVM_WARM_UPS = 2;
    private static final int SINK_BACKLOG = 1024;
    private static final int SINK_ATTEMPTS = 5;
    private static final Duration SINK_PATIENCE = Duration.ofSeconds(10);

    private Targets() {}

    /**
     * Postern, accepting mail for the domain of the load, without checks.
     *
     * @param tls its certificate, or null for plaintext
     */
    public static Target postern(Path logs, @Nullable TlsFixture tls) {
        List<String> arguments = new ArrayList<>(List.of(Clients.DOMAIN));
        if (tls != null) {
            arguments.addAll(List.of(tls.keystore().toString(), new String(tls.password())));
        }
        return java(POSTERN, PosternServer.class, arguments, logs);
    }

    /**
     * Postern with the checks that are on by default and those that ask DNS, of the sender's domain and the client's name.
     *
     * @param dns a server that knows {@link LoadZones}
     * @param tls its certificate, or null for plaintext
     */
    public static Target posternChecked(Path logs, InetSocketAddress dns, @Nullable TlsFixture tls) {
        List<String> settings = new ArrayList<>(List.of(
                "listen.port=0",
                "hostname=mx." + Clients.DOMAIN,
                "accepted.domains=" + Clients.DOMAIN,
                "dns.servers=" + dns.getAddress().getHostAddress() + ":" + dns.getPort(),
                "check.sender.domain=true",
                "check.reverse.name=true"));
        if (tls != null) {
            settings.add("keystore.location=" + tls.keystore());
            settings.add("keystore.password=" + new String(tls.password()));
        }
        return java(POSTERN_CHECKED, CheckedServer.class, settings, logs);
    }

    /** Postfix's smtpd with TLS; what it has taken is thrown away before it is queued. */
    public static Target postfix(TlsFixture tls) throws IOException {
        Postfix postfix = Postfix.builder()
                .tls(tls)
                .set("smtpd_recipient_restrictions", "check_recipient_access static:DISCARD")
                .start();
        return new Target(POSTFIX, new PostfixProcess(postfix), postfix.port(), 1);
    }

    /** SubEthaSMTP. */
    public static Target subEthaSmtp(Path logs) {
        return java(SUBETHASMTP, SubEthaServer.class, List.of(Clients.DOMAIN), logs);
    }

    /** Postfix's smtp-sink. */
    public static Target smtpSink(Path executable) {
        for (int attempt = 1; attempt <= SINK_ATTEMPTS; attempt++) {
            int port = freePort(); // another process may take it before smtp-sink does
            ServerProcess process = ServerProcess.start(SMTP_SINK, sinkCommand(executable, port));
            if (greets(process, port)) {
                return new Target(SMTP_SINK, process, port, 1);
            }
            process.close();
        }
        throw new BenchException(executable + " does not greet on a free loopback port");
    }

    private static Target java(String name, Class<?> mainClass, List<String> arguments, Path logs) {
        JavaServer.Running server = JavaServer.start(name, mainClass.getName(), arguments, logs.resolve(name + ".log"));
        return new Target(name, server.process(), server.port(), JVM_WARM_UPS);
    }

    private static ProcessBuilder sinkCommand(Path executable, int port) {
        List<String> command = new ArrayList<>();
        command.add(executable.toString());
        if (System.getProperty("user.name").equals("root")) { // which it refuses to run as
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(List.of("127.0.0.1:" + port, Integer.toString(SINK_BACKLOG)));
        return new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchException("no free loopback port: " + e.getMessage(), e);
        }
    }

    private static boolean greets(ServerProcess process, int port) {
        long deadline = System.nanoTime() + SINK_PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                InputStream in = socket.getInputStream();
                return in.read() == '2' && process.isAlive();
            } catch (IOException e) { // it does not listen yet
                Thread.onSpinWait();
            }
        }
        return false;
    }
}
