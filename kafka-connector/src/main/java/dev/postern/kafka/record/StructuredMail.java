package dev.postern.kafka.record;

import dev.postern.mail.Address;
import dev.postern.mail.Attachment;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.MessageBuilder;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A mail as a structure: from, to, cc, bcc, subject, text, html, headers, attachments.
 *
 * <p>Addresses are strings such as {@code Ann <ann@example.org>}, or lists of them. Headers map names to strings. An attachment has a
 * name, a contentType and a content: bytes, or a string in base64. A field that is not known is an error, since its content would be lost.
 */
final class StructuredMail {
    private final MessageBuilder builder;
    private final Message message;

    private StructuredMail(MessageBuilder builder) {
        this.builder = builder;
        this.message = builder.build();
    }

    /** Reads a {@code Map} or {@code Struct}. */
    static StructuredMail of(Object value, String id, Instant date) {
        MessageBuilder builder = new MessageBuilder(id, date);
        fields("the mail", value).forEach((name, content) -> {
            if (content != null) {
                set(builder, name, content);
            }
        });
        return new StructuredMail(builder);
    }

    @Nullable
    Address sender() {
        return builder.sender();
    }

    List<Address> recipients() {
        return builder.recipients();
    }

    Message message() {
        return message;
    }

    private static void set(MessageBuilder builder, String name, Object value) {
        switch (name) {
            case "from" -> builder.from(addresses(name, value));
            case "to" -> builder.to(addresses(name, value));
            case "cc" -> builder.cc(addresses(name, value));
            case "bcc" -> builder.bcc(addresses(name, value));
            case "subject" -> builder.subject(text(name, value));
            case "text" -> builder.text(text(name, value));
            case "html" -> builder.html(text(name, value));
            case "headers" ->
                fields(name, value)
                        .forEach((header, content) -> builder.header(header, text("headers: " + header, content)));
            case "attachments" -> list(name, value).forEach(attachment -> builder.attach(attachment(attachment)));
            default ->
                throw new InvalidMailException("the field " + name
                        + " is not one of from, to, cc, bcc, subject, text, html, headers, attachments");
        }
    }

    private static Attachment attachment(@Nullable Object value) {
        Map<String, @Nullable Object> fields = fields("attachments", value);
        return new Attachment(
                text("attachments: name", fields.get("name")),
                text("attachments: contentType", fields.get("contentType")),
                content(fields.get("content")));
    }

    private static byte[] content(@Nullable Object value) {
        if (value instanceof String base64) {
            try {
                return Base64.getMimeDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new InvalidMailException("attachments: content is a string, but not base64", e);
            }
        }
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof java.nio.ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        throw new InvalidMailException("attachments: content must be bytes or a string in base64");
    }

    private static String addresses(String name, Object value) {
        if (value instanceof String text) {
            return text;
        }
        StringBuilder joined = new StringBuilder();
        for (Object element : list(name, value)) {
            joined.append(joined.isEmpty() ? "" : ", ").append(text(name, element));
        }
        return joined.toString();
    }

    private static String text(String name, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new InvalidMailException(name + (value == null ? " is missing" : " must be a string"));
    }

    private static List<?> list(String name, Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new InvalidMailException(name + " must be a list");
    }

    private static Map<String, @Nullable Object> fields(String name, @Nullable Object value) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (value instanceof Struct struct) {
            for (Field field : struct.schema().fields()) {
                fields.put(field.name(), struct.get(field));
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, content) -> fields.put(String.valueOf(key), content));
        } else {
            throw new InvalidMailException(name + " must be a map or a struct");
        }
        return fields;
    }
}
