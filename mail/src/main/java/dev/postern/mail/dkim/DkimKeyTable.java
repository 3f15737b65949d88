package dev.postern.mail.dkim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a file says of the keys of domains, in UTF-8, a line each: domain, selector, date and key, with white space between. Blank lines and those that begin with # are
 * skipped.
 *
 * <p>The date is from when on mail is signed with the key, such as 2027-01-01 (in UTC) or 2027-01-01T12:00:00Z, or - for always. The key is a file in PEM
 * (PKCS#8, not encrypted), or a keystore, # and the alias in it; names are relative to the directory of the table.
 *
 * @param ring the keys
 * @param files all files that were read, the table first
 */
record DkimKeyTable(DkimKeyRing ring, List<Path> files) {
    private static final int COLUMNS = 4;

    /**
     * Reads the table, and the files of the keys.
     *
     * @param password of the keystores and of their keys; may be empty where there is none
     * @throws IOException if a file can't be read, or a line is malformed; the message names file, line and reason
     */
    static DkimKeyTable read(Path table, char[] password) throws IOException {
        List<DkimKey> keys = new ArrayList<>();
        Set<Path> files = new LinkedHashSet<>(List.of(table));
        List<String> lines = Files.readAllLines(table, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    keys.add(key(line, table, files, password));
                } catch (IOException | IllegalArgumentException | DateTimeException e) {
                    throw new IOException(table + ", line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        return new DkimKeyTable(new DkimKeyRing(keys), List.copyOf(files));
    }

    private static DkimKey key(String line, Path table, Set<Path> files, char[] password) throws IOException {
        String[] columns = line.split("\\s+", COLUMNS);
        if (columns.length < COLUMNS) {
            throw new IllegalArgumentException("a line is of domain, selector, date (or -) and key file");
        }
        int alias = columns[3].indexOf('#');
        String name = alias < 0 ? columns[3] : columns[3].substring(0, alias);
        Path file = table.resolveSibling(name);
        files.add(file);
        PrivateKey key =
                alias < 0 ? PrivateKeys.pem(file) : PrivateKeys.store(file, columns[3].substring(alias + 1), password);
        return new DkimKey(columns[0], columns[1], key, date(columns[2]));
    }

    private static Instant date(String text) {
        if (text.equals("-")) {
            return Instant.MIN;
        }
        return text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text);
    }
}
