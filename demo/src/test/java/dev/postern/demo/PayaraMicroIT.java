package dev.postern.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.ChildProcess;
import dev.postern.testkit.PayaraMicro;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The application server as the build has laid it out. */
@Timeout(300)
class PayaraMicroIT {
    private static final Path JAR = DemoRun.KIT.resolve("payara/payara-micro.jar");

    @TempDir
    private Path directory;

    @Test
    void servesWhatIsDeployedUntilItIsEnded() throws Exception {
        Path application = directory.resolve("hello.war");
        try (JarOutputStream war = new JarOutputStream(Files.newOutputStream(application))) {
            war.putNextEntry(new JarEntry("index.html"));
            war.write("Hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        int port;
        try (PayaraMicro server = PayaraMicro.builder(JAR).deploy(application).start(directory)) {
            port = server.httpPort();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hello/index.html"))
                    .build();
            assertEquals(
                    "Hello",
                    HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .body());
            assertTrue(Files.readString(server.log()).contains(" ready in "));
        }
        assertFalse(ChildProcess.listensOn(port).isReady());
    }

    @Test
    void whatCannotBeDeployedIsNamed() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.war"), "not an archive");
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> PayaraMicro.builder(JAR).deploy(broken).start(directory));
        assertTrue(failure.getMessage().startsWith("payara micro did not deploy broken.war"), failure.getMessage());
    }
}
