package dev.postern.kafka.source.record.claim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.kafka.Sha256;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileClaimStoreTest {
    private static final ClaimName NAME = ClaimName.of(Instant.parse("2026-11-27T12:00:00Z"), "01M8", "2.1");

    private static final class Breaking extends FilterInputStream {
        Breaking() {
            super(InputStream.nullInputStream());
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("cut");
        }
    }

    @TempDir
    private Path directory;

    @Test
    void whatIsPutIsThereForItsOwnerAlone() throws Exception {
        byte[] content = "content".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Claim claim = new FileClaimStore(directory).put(NAME, () -> new ByteArrayInputStream(content));
        Path file = Path.of(URI.create(claim.uri()));
        assertEquals(directory.resolve("2026-11-27/01M8/2.1"), file);
        assertArrayEquals(content, Files.readAllBytes(file));
        assertEquals(7, claim.size());
        assertEquals(Sha256.hex(content), claim.sha256());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("2026-11-27"))));
    }

    @Test
    void theSameMailReadAgainTakesTheSamePlace() throws Exception {
        FileClaimStore store = new FileClaimStore(directory);
        store.put(NAME, () -> new ByteArrayInputStream(new byte[] {1, 2}));
        Claim again = store.put(NAME, () -> new ByteArrayInputStream(new byte[] {3}));
        assertArrayEquals(new byte[] {3}, Files.readAllBytes(Path.of(URI.create(again.uri()))));
    }

    @Test
    void contentThatBreaksOffLeavesNothing() throws Exception {
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[9]), new Breaking());
        FileClaimStore store = new FileClaimStore(directory);
        assertThrows(IOException.class, () -> store.put(NAME, () -> broken));
        try (Stream<Path> left = Files.list(directory.resolve("2026-11-27/01M8"))) {
            assertEquals(0, left.count());
        }
    }
}
