package dev.postern.mail.auth.field;

import dev.postern.mail.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What an Authentication-Results field says (RFC 8601 §2.2).
 *
 * @param authservId who has judged: by custom the name of a host (RFC 8601 §2.5)
 * @param results in the order of the field; none where nothing was tried
 */
public record ResultsField(String authservId, List<MethodResult> results) {
    /** The name of the field. */
    public static final String NAME = "Authentication-Results";

    /** @throws IllegalArgumentException if the identifier is empty */
    public ResultsField {
        if (authservId.isEmpty()) {
            throw new IllegalArgumentException("results of nobody: an authserv-id is needed");
        }
        results = List.copyOf(results);
    }

    /**
     * Reads the value of such a field. Methods, results, types and names come in lower case; comments are dropped, and so are pairs that no
     * standard knows, such as {@code action=none}.
     *
     * @param value what stands behind the colon; a character stands for an octet
     * @throws MalformedResultsException if it is none, is larger than 16 KiB, or of another version
     */
    public static ResultsField parse(String value) {
        return new ResultsParser(value).parse();
    }

    /**
     * The value of the field, folded; a character stands for an octet. Each value of the fields is one word or quoted string there, of
     * which control characters become question marks and what is longer than 255 characters is cut.
     */
    public String value() {
        return new ResultsText().write(this);
    }

    /** The same in one line, of characters. */
    public String line() {
        String octets = value().replace("\r\n\t", " ").strip();
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** What one method found, of the first where there are several such as signatures; empty where it was not asked. */
    public Optional<MethodResult> of(String method) {
        return results.stream().filter(result -> result.method().equals(method)).findFirst();
    }

    /** The same for mail that must be of US-ASCII (RFC 8616 §6): without the properties and reasons that are not. */
    public ResultsField ascii() {
        return new ResultsField(
                authservId, results.stream().map(ResultsField::ascii).toList());
    }

    private static MethodResult ascii(MethodResult result) {
        String reason = result.reason();
        return new MethodResult(
                result.method(),
                result.result(),
                reason != null && Ascii.holds(reason) ? reason : null,
                result.properties().stream()
                        .filter(property -> Ascii.holds(property.value()))
                        .toList());
    }
}
