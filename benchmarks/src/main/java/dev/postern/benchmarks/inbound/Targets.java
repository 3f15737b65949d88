package dev.postern.benchmarks.inbound;

import dev.postern.benchmarks.process.JavaServer;
import dev.postern.benchmarks.process.PostfixProcess;
import dev.postern.benchmarks.process.SmtpSink;
import dev.postern.benchmarks.server.CheckedServer;
import dev.postern.benchmarks.server.PosternServer;
import dev.postern.benchmarks.server.SubEthaServer;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
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
        SmtpSink sink = SmtpSink.start(executable);
        return new Target(SMTP_SINK, sink.process(), sink.port(), 1);
    }

    private static Target java(String name, Class<?> mainClass, List<String> arguments, Path logs) {
        JavaServer.Running server = JavaServer.start(name, mainClass.getName(), arguments, logs.resolve(name + ".log"));
        return new Target(name, server.process(), server.port(), JVM_WARM_UPS);
    }
}
