package dev.postern.smtp.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names and values, each pair in a line with a space between, ended by an empty line.
 *
 * @param all in their order
 * @param octets that they take, the empty line included
 */
record NamedLines(List<Map.Entry<String, String>> all, long octets) {
    private static final int LONGEST_LINE = 65_536;
    private static final int MOST_LINES = 1_000_000;

    static void write(OutputStream out, List<Map.Entry<String, String>> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> line : lines) {
            if ((line.getKey() + line.getValue()).chars().anyMatch(c -> c == '\n' || c == '\r')) {
                throw new IOException(line.getKey() + " holds a line end");
            }
            text.append(line.getKey()).append(' ').append(line.getValue()).append('\n');
        }
        out.write(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IOException if there is no empty line, or a line that is none of these */
    static NamedLines read(InputStream in) throws IOException {
        List<Map.Entry<String, String>> lines = new ArrayList<>();
        byte[] line = new byte[LONGEST_LINE];
        int length = 0;
        long octets = 0;
        while (true) {
            int octet = in.read();
            octets++;
            if (octet < 0 || length == LONGEST_LINE || lines.size() == MOST_LINES) {
                throw new IOException("it is cut off, or not written by us");
            }
            if (octet != '\n') {
                line[length++] = (byte) octet;
            } else if (length == 0) {
                return new NamedLines(lines, octets);
            } else {
                String text = new String(line, 0, length, StandardCharsets.UTF_8);
                int space = text.indexOf(' ');
                if (space < 1) {
                    throw new IOException("it holds a line without a name");
                }
                lines.add(Map.entry(text.substring(0, space), text.substring(space + 1)));
                length = 0;
            }
        }
    }

    /** The values of this name. */
    List<String> values(String name) {
        return all.stream()
                .filter(line -> line.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The only value of this name, or null. */
    @Nullable
    String value(String name) throws IOException {
        List<String> values = values(name);
        if (values.size() > 1) {
            throw new IOException("it says " + name + " more than once");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** @throws IOException if there is no value of this name */
    String required(String name) throws IOException {
        String value = value(name);
        if (value == null) {
            throw new IOException("it does not say " + name);
        }
        return value;
    }
}
