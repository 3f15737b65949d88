package dev.postern.gateway.route;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The file that holds the routing table, in UTF-8. Used by one thread at a time. */
public final class RoutesFile {
    private static final int LARGEST = 8 << 20;

    private final Path path;
    private String read = "";
    private String seen = "";

    public RoutesFile(Path path) {
        this.path = path;
    }

    /**
     * Reads the table.
     *
     * @throws RoutesException if it can't be used; the message names file and lines, and says what to do
     */
    public RoutingTable read() throws RoutesException {
        read = stamp();
        seen = read;
        try {
            if (Files.size(path) > LARGEST) {
                throw new IOException("it has more than " + LARGEST + " octets");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
            return RoutesParser.parse(path.toString(), text.lines().toList());
        } catch (CharacterCodingException e) {
            throw new RoutesException(path + " is no text in UTF-8: store it as such", e);
        } catch (IOException e) {
            throw new RoutesException(path + " can't be read: " + e, e);
        }
    }

    /** Whether it is another one than was read last, and has been since the last look: a file that is being written has only a part of its lines. */
    public boolean hasChanged() {
        String before = seen;
        seen = stamp();
        return !seen.equals(read) && seen.equals(before);
    }

    private String stamp() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The path. */
    @Override
    public String toString() {
        return path.toString();
    }
}
