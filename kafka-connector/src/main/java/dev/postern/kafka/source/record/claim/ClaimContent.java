package dev.postern.kafka.source.record.claim;

import java.io.IOException;
import java.io.InputStream;

/** Octets that can be read several times. */
@FunctionalInterface
public interface ClaimContent {
    /** Opens them from their start. */
    InputStream open() throws IOException;
}
