package dev.postern.smtp.server;

import dev.postern.testkit.TlsFixture;
import java.io.IOException;

/** The server's side of the TLS fixture. */
final class TestTls {
    private TestTls() {}

    static ServerTls server() throws IOException {
        return ServerTls.fromPkcs12(
                TlsFixture.get().keystore(), TlsFixture.get().password());
    }
}
