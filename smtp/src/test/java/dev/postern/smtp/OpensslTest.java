package dev.postern.smtp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.Spool;
import dev.postern.testkit.ProgramRun;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenSSL's client against our server. */
@Timeout(60)
@RequiresPeer("openssl")
class OpensslTest {
    private static final TlsFixture MX = TlsFixture.forHost("mx.example.org");

    @TempDir
    private Path directory;

    private SmtpServer server(boolean implicitTls) throws IOException {
        MailSink none = (envelope, message) -> {
            throw new AssertionError("no mail is sent");
        };
        return SmtpServer.builder(none)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory))
                .tls(ServerTls.from(
                        List.of(TlsFixture.get().keystore(), MX.keystore()),
                        TlsFixture.get().password()))
                .implicitTls(implicitTls)
                .start();
    }

    private static String speak(int port, boolean implicitTls, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        Collections.addAll(command, "openssl", "s_client", "-brief", "-connect", "127.0.0.1:" + port);
        Collections.addAll(command, "-CAfile", MX.certificatePem().toString(), "-servername", "mx.example.org");
        if (!implicitTls) {
            Collections.addAll(command, "-starttls", "smtp");
        }
        Collections.addAll(command, arguments);
        return ProgramRun.of(Duration.ofSeconds(30), command).output();
    }

    @ParameterizedTest
    @CsvSource({"false, -tls1_2, TLSv1.2", "false, -tls1_3, TLSv1.3", "true, -tls1_2, TLSv1.2", "true, -tls1_3, TLSv1.3"
    })
    @Rfc({"6066#3", "8314#3.3b", "3207#4.2"})
    void verifiesTheCertificateOfTheNameItAsksFor(boolean implicitTls, String version, String agreed)
            throws IOException {
        try (SmtpServer server = server(implicitTls)) {
            String said = speak(server.port(), implicitTls, version);
            assertTrue(said.contains("Protocol version: " + agreed), said);
            assertTrue(said.contains("CN = mx.example.org") || said.contains("CN=mx.example.org"), said);
            assertTrue(said.contains("Verification: OK"), said);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, -tls1", "false, -tls1_1", "true, -tls1", "true, -tls1_1"})
    @Rfc({"8996#4", "8996#5"})
    void getsNoVersionThatIsOutOfUse(boolean implicitTls, String version) throws IOException {
        try (SmtpServer server = server(implicitTls)) {
            String said = speak(server.port(), implicitTls, version, "-cipher", "DEFAULT@SECLEVEL=0");
            assertTrue(said.contains("alert protocol version"), said);
        }
    }
}
