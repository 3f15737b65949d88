package dev.postern.benchmarks.chaos;

import dev.postern.benchmarks.BenchException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/** A key and a certificate that nobody trusts, made by the JDK's keytool. */
final class Keystore {
    static final String PASSWORD = "postern";

    private Keystore() {}

    /** Makes one in this directory. */
    static Path create(Path directory) throws IOException {
        Path file = directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        try {
            int status = keytool.waitFor();
            if (status != 0) {
                throw new BenchException("keytool made no certificate, it ended with " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
        return file;
    }
}
