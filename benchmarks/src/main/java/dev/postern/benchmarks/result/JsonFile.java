package dev.postern.benchmarks.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes rows as a JSON list. */
public final class JsonFile {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonFile() {}

    /**
     * Writes the rows, in place of what the file holds.
     *
     * @throws IOException if the file can't be written
     */
    public static void write(List<Row> rows, Path file) throws IOException {
        Files.writeString(file, MAPPER.writeValueAsString(rows) + System.lineSeparator());
    }
}
