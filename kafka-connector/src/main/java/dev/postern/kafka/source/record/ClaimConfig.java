package dev.postern.kafka.source.record;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.source.record.claim.ClaimStore;
import dev.postern.kafka.source.record.claim.FileClaimStore;
import dev.postern.kafka.source.record.claim.S3Bucket;
import dev.postern.kafka.source.record.claim.S3ClaimStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The settings of the store for what is too large for records. */
final class ClaimConfig {
    private static final String STORE = "claim.store";
    private static final String ABOVE = "claim.above.bytes";
    private static final String DIRECTORY = "claim.directory";
    private static final String S3_ENDPOINT = "claim.s3.endpoint";
    private static final String S3_REGION = "claim.s3.region";
    private static final String S3_BUCKET = "claim.s3.bucket";
    private static final String S3_PREFIX = "claim.s3.prefix";
    private static final String S3_ACCESS_KEY = "claim.s3.access.key";
    private static final String S3_SECRET_KEY = "claim.s3.secret.key";

    private final AbstractConfig values;

    ClaimConfig(AbstractConfig values) {
        this.values = values;
    }

    static GroupedConfigDef define(GroupedConfigDef settings) {
        return settings.group("Claims")
                .add(
                        STORE,
                        "Store",
                        ConfigDef.Type.STRING,
                        "none",
                        ValidString.in("none", "file", "s3"),
                        Importance.MEDIUM,
                        "Where attachments, or whole mails, go that are too large for records; the record has a claim to them: a URI, the size and a digest (SHA-256). They are stored before"
                                + " there is a record, and nobody deletes them. file: claim.directory; s3: a bucket. none: a mail that is too large for a record is refused with 552.")
                .add(
                        ABOVE,
                        "Above",
                        ConfigDef.Type.INT,
                        262_144,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "The octets above which an attachment goes to the store, and with mail.value.format=raw a mail.")
                .add(
                        DIRECTORY,
                        "Directory",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "The directory of the store; all workers that run tasks, and all who read records, need it under this name.")
                .add(
                        S3_ENDPOINT,
                        "S3 endpoint",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.parsedOrEmpty("a URL", S3Bucket::endpoint),
                        Importance.MEDIUM,
                        "The URL of the service, such as https://s3.eu-central-1.amazonaws.com; http is taken of this machine alone.")
                .add(
                        S3_REGION,
                        "S3 region",
                        ConfigDef.Type.STRING,
                        "us-east-1",
                        Importance.MEDIUM,
                        "The region that requests are signed for.")
                .add(
                        S3_BUCKET,
                        "S3 bucket",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.parsedOrEmpty("the name of a bucket", S3Bucket::checkName),
                        Importance.MEDIUM,
                        "The bucket; it must be there.")
                .add(
                        S3_PREFIX,
                        "S3 prefix",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.parsedOrEmpty("letters, digits, ., -, _ and /", S3Bucket::checkPrefix),
                        Importance.LOW,
                        "What keys begin with, such as mail/.")
                .add(
                        S3_ACCESS_KEY,
                        "S3 access key",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "The id of the key that requests are signed with; it needs the right to put objects, and no other.")
                .add(S3_SECRET_KEY, "S3 secret key", ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "The key itself.");
    }

    void check(SettingErrors errors) {
        String store = values.getString(STORE);
        if (store.equals("file")) {
            String directory = values.getString(DIRECTORY);
            if (!isUsable(directory)) {
                errors.add(DIRECTORY, directory, STORE + "=file needs a directory that we may write to");
            }
        } else if (store.equals("s3")) {
            Stream.of(S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY)
                    .filter(needed -> values.getString(needed).isEmpty())
                    .findFirst()
                    .or(() -> secret().isEmpty() ? Optional.of(S3_SECRET_KEY) : Optional.empty())
                    .ifPresent(needed -> errors.add(needed, "", STORE + "=s3 needs it"));
        }
    }

    private static boolean isUsable(String name) {
        try {
            Path directory = Settings.path(DIRECTORY, name);
            return !name.isEmpty() && Files.isDirectory(directory) && Files.isWritable(directory);
        } catch (IOException e) {
            return false;
        }
    }

    boolean isSet() {
        return !values.getString(STORE).equals("none");
    }

    int above() {
        return values.getInt(ABOVE);
    }

    /**
     * The store; null where there is none.
     *
     * @throws IOException if it can't be had
     */
    @Nullable
    ClaimStore open() throws IOException {
        return switch (values.getString(STORE)) {
            case "file" -> new FileClaimStore(Settings.path(DIRECTORY, values.getString(DIRECTORY)));
            case "s3" ->
                new S3ClaimStore(
                        new S3Bucket(
                                S3Bucket.endpoint(values.getString(S3_ENDPOINT)),
                                values.getString(S3_REGION),
                                values.getString(S3_BUCKET),
                                values.getString(S3_PREFIX)),
                        values.getString(S3_ACCESS_KEY),
                        secret());
            default -> null;
        };
    }

    private String secret() {
        Password password = values.getPassword(S3_SECRET_KEY);
        return password.value();
    }
}
