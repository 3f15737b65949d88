package dev.postern.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@RequiresPeer("opendkim")
class OpendkimTest {
    @Test
    void listensUntilClosedAndLeavesNothing() throws IOException {
        Path keys;
        Path socket;
        try (Opendkim.Key key = Opendkim.Key.generate("example.org")) {
            keys = key.directory();
            Opendkim verifier = Opendkim.verifying(key, "mx.example.net");
            try (verifier;
                    Opendkim signer = Opendkim.signing(key)) {
                assertTrue(signer.address().startsWith("inet:127.0.0.1:"), signer.address());
                socket = Path.of(verifier.address().substring("unix:".length()));
                assertTrue(ChildProcess.listensOn(socket).isReady());
            }
            assertFalse(ChildProcess.listensOn(socket).isReady());
        }
        assertFalse(Files.exists(keys));
        assertFalse(Files.exists(socket.getParent()));
    }
}
