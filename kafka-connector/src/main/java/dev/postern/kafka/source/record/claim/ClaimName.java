package dev.postern.kafka.source.record.claim;

import dev.postern.kafka.Sha256;
import dev.postern.mail.content.FileName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * What is kept for a mail is called by its day, its id and the part: {@code 2026-11-27/01M8/2.1}. Letters, digits, dots, dashes and underscores
 * alone, so that it is a path, a key and part of a URI as it stands.
 */
public record ClaimName(String day, String mail, String part) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

    /**
     * The name for a part of a mail.
     *
     * @param id of the mail; one that is no plain name is replaced by its digest
     * @param part such as {@code 2.1}
     */
    public static ClaimName of(Instant received, String id, String part) {
        boolean plain = PLAIN.matcher(id).matches() && FileName.safe(id, "").equals(id);
        return new ClaimName(
                received.atOffset(ZoneOffset.UTC).toLocalDate().toString(),
                plain ? id : Sha256.hex(id.getBytes(StandardCharsets.UTF_8)),
                part);
    }

    @Override
    public String toString() {
        return day + '/' + mail + '/' + part;
    }
}
