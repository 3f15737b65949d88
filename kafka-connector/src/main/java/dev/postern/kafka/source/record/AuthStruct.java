package dev.postern.kafka.source.record;

import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.auth.field.ClaimedResults;
import dev.postern.mail.auth.field.MalformedResultsException;
import dev.postern.mail.auth.field.MethodResult;
import dev.postern.mail.auth.field.ResultsField;
import dev.postern.mail.content.MailHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Who stands behind a mail, as a struct: by what our own listener found, or, for mail from elsewhere, by the fields of those who are trusted to
 * have judged it (RFC 8601 §5). Whoever else wrote such a field is not heeded.
 */
final class AuthStruct {
    private final List<ClaimedResults> trusted;

    /** @param trusted identifiers under which mail servers of ours write their results, and which they remove from mail of strangers */
    AuthStruct(List<String> trusted) {
        this.trusted = trusted.stream().map(ClaimedResults::new).toList();
    }

    /** What is known; null where nobody that is trusted has said anything. */
    @Nullable
    Struct of(Attributes mail, MailHeader header) {
        String found = mail.first(EnvelopeAttributes.AUTH);
        if (found != null) {
            return parsed(new String(found.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        }
        // the uppermost is the one that the last server wrote
        for (MailHeader.Field field : header.fields()) {
            if (field.name().equalsIgnoreCase(ResultsField.NAME) && isTrusted(field.raw())) {
                return parsed(field.raw());
            }
        }
        return null;
    }

    private boolean isTrusted(String value) {
        return trusted.stream().anyMatch(each -> each.isClaimed(value));
    }

    private static @Nullable Struct parsed(String value) {
        try {
            ResultsField field = ResultsField.parse(value);
            return new Struct(MailSchema.AUTH)
                    .put("authservId", field.authservId())
                    .put(
                            "results",
                            field.results().stream().map(AuthStruct::result).toList());
        } catch (MalformedResultsException e) {
            return null; // whoever wrote it
        }
    }

    private static Struct result(MethodResult result) {
        return new Struct(MailSchema.RESULT)
                .put("method", result.method())
                .put("result", result.result())
                .put("reason", result.reason())
                .put(
                        "properties",
                        result.properties().stream()
                                .map(property -> new Struct(MailSchema.PROPERTY)
                                        .put("type", property.type())
                                        .put("name", property.name())
                                        .put("value", property.value()))
                                .toList());
    }
}
