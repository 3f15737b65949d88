package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFileTest {
    @Test
    void readersSkipWithoutMovingEachOther(@TempDir Path directory) throws Exception {
        try (SpoolFile file = SpoolFile.create(directory)) {
            file.append(Unpooled.copiedBuffer("0123456789", StandardCharsets.US_ASCII));
            try (InputStream one = file.open();
                    InputStream other = file.open()) {
                assertEquals(4, one.skip(4));
                assertEquals('0', other.read());
                assertEquals('4', one.read());
                assertEquals(0, one.skip(-2));
                assertEquals(5, one.skip(100));
                assertEquals(0, one.skip(1));
                assertEquals(-1, one.read());
            }
        }
    }
}
