package dev.postern.smtp.server;

import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.util.List;

/** The server's side of the TLS fixture. */
final class TestTls {
    private TestTls() {}

    static ServerTls server() throws IOException {
        return ServerTls.from(
                List.of(TlsFixture.get().keystore()), TlsFixture.get().password());
    }
}
