package dev.postern.smtp.auth.users;

import dev.postern.mail.FilePrivacy;
import dev.postern.smtp.auth.ScramDecoys;
import dev.postern.smtp.auth.ScramVerifier;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file of users said when it was read. */
final class UserTable {
    static final String COMMENT = "#";
    /** Begins the line with the key of the {@link ScramDecoys}, in base64. */
    static final String DECOY = "@decoy ";

    static final int DECOY_OCTETS = 32;
    private static final long MAX_OCTETS = 16 << 20;

    private final Map<String, UserLine> users;
    private final ScramDecoys decoys;
    private final String decoyHash;

    private UserTable(Map<String, UserLine> users, byte[] decoyKey) {
        this.users = users;
        this.decoys = new ScramDecoys(decoyKey, iterations(users));
        this.decoyHash = Bcrypt.decoy(cost(users));
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it can't be read, others can read or write it, or a line is malformed; the message names the file, the
     *     number of the line and the reason, and nothing of the line
     */
    static UserTable read(Path file) throws IOException {
        FilePrivacy.check(file);
        Map<String, UserLine> users = new LinkedHashMap<>();
        byte[] decoyKey = null;
        int number = 0;
        for (String line : lines(file)) {
            number++;
            try {
                if (line.startsWith(DECOY)) {
                    decoyKey = decoyKey(line);
                } else if (!line.isBlank() && !line.startsWith(COMMENT)) {
                    UserLine user = UserLine.parse(line);
                    if (users.put(user.name(), user) != null) {
                        throw new IllegalArgumentException("the name stands in an earlier line");
                    }
                }
            } catch (IllegalArgumentException e) {
                throw new IOException("users file " + file + ", line " + number + ": " + e.getMessage());
            }
        }
        return new UserTable(users, decoyKey == null ? newDecoyKey() : decoyKey);
    }

    /** The lines of the file as they are. */
    static List<String> lines(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_OCTETS) {
                throw new IOException("users file " + file + " has more than " + MAX_OCTETS + " octets");
            }
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new IOException("users file " + file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new IOException("users file " + file + " is not UTF-8", e);
        }
    }

    static String newDecoyLine() {
        return DECOY + Base64.getEncoder().encodeToString(newDecoyKey());
    }

    @Nullable
    UserLine find(String name) {
        return users.get(name);
    }

    List<UserLine> users() {
        return new ArrayList<>(users.values());
    }

    /** What somebody is shown who is not here. */
    ScramVerifier decoy(String name) {
        return decoys.of(name);
    }

    /** A hash that takes as long to compare as that of a user. */
    String decoyHash() {
        return decoyHash;
    }

    private static byte[] newDecoyKey() {
        byte[] key = new byte[DECOY_OCTETS];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private static byte[] decoyKey(String line) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(line.substring(DECOY.length()).strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the decoy key is not base64", e);
        }
        if (key.length != DECOY_OCTETS) {
            throw new IllegalArgumentException("the decoy key has " + DECOY_OCTETS + " octets");
        }
        return key;
    }

    // A decoy looks like the newest user, as new ones will look.
    private static int iterations(Map<String, UserLine> users) {
        int last = UserLine.ITERATIONS;
        for (UserLine user : users.values()) {
            ScramVerifier verifier = user.verifier();
            last = verifier == null ? last : verifier.iterations();
        }
        return last;
    }

    private static int cost(Map<String, UserLine> users) {
        return users.values().stream()
                .mapToInt(user -> Bcrypt.cost(user.hash()))
                .max()
                .orElse(Bcrypt.COST);
    }
}
