package dev.postern.kafka;

import dev.postern.mail.FilePrivacy;
import dev.postern.mail.arrival.SignedReturnPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.jspecify.annotations.Nullable;

/** The setting of the keys that return paths are signed with by the sink, and known by at the source. */
public record BounceKeys(AbstractConfig values) {
    /** The setting that names their file. */
    public static final String FILE = "bounce.key.file";

    private static final int LARGEST_FILE = 64 << 10;

    /** Adds it, to the group that is open. */
    public static GroupedConfigDef define(GroupedConfigDef settings, String meaning) {
        return settings.add(FILE, "Key file", ConfigDef.Type.STRING, "", Importance.MEDIUM, meaning);
    }

    /** Whether there is a file. */
    public boolean isSet() {
        return !values.getString(FILE).isEmpty();
    }

    /** Takes note of what is wrong with it. */
    public void check(SettingErrors errors) {
        try {
            open();
        } catch (IOException e) {
            errors.add(FILE, values.getString(FILE), String.valueOf(e.getMessage()));
        }
    }

    /**
     * What signs and verifies by these keys.
     *
     * @return null where no file is named
     * @throws IOException if it can't be used; the message says why, and tells no key
     */
    public @Nullable SignedReturnPath open() throws IOException {
        if (!isSet()) {
            return null;
        }
        Path file = Settings.path(FILE, values.getString(FILE));
        FilePrivacy.check(file);
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
            throw new IOException("is not a file of keys");
        }
        try {
            return SignedReturnPath.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
