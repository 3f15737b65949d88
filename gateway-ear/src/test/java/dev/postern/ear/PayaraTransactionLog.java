package dev.postern.ear;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Payara's transaction manager has written down. */
final class PayaraTransactionLog {
    // states in the sections TS; what is not decided has none
    private static final String DECIDED = "TS\0\2\0\b";
    private static final String DONE = "TS\0\2\0\u0080";

    private PayaraTransactionLog() {}

    /**
     * Whether something was decided last, and is not done.
     *
     * @param directory the log's
     */
    static boolean hasOpen(Path directory) throws IOException {
        StringBuilder log = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path extent : files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith("extent."))
                    .sorted()
                    .toList()) {
                log.append(Files.readString(extent, StandardCharsets.ISO_8859_1));
            }
        }
        return log.lastIndexOf(DECIDED) > log.lastIndexOf(DONE);
    }
}
