package dev.postern.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class TlsFixtureTest {
    @Test
    void aClientThatTrustsItVerifiesTheNameLocalhost() throws Exception {
        TlsFixture fixture = TlsFixture.get();
        try (SSLServerSocket listener = (SSLServerSocket) fixture.servingContext()
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SSLSocket client = (SSLSocket) fixture.trustingContext()
                        .getSocketFactory()
                        .createSocket("localhost", listener.getLocalPort())) {
            CompletableFuture<Integer> received = CompletableFuture.supplyAsync(() -> readOne(listener));
            SSLParameters verified = client.getSSLParameters();
            verified.setEndpointIdentificationAlgorithm("HTTPS");
            client.setSSLParameters(verified);
            client.getOutputStream().write('x');
            assertEquals('x', received.get());
        }
    }

    @Test
    void thePemFilesAreThere() throws Exception {
        assertTrue(Files.readString(TlsFixture.get().certificatePem()).startsWith("-----BEGIN CERTIFICATE-----\n"));
        assertTrue(Files.readString(TlsFixture.get().keyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n"));
    }

    private static int readOne(SSLServerSocket listener) {
        try (SSLSocket accepted = (SSLSocket) listener.accept()) {
            return accepted.getInputStream().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
