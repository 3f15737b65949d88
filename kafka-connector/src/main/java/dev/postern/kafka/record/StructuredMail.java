package dev.postern.kafka.record;

import dev.postern.mail.Address;
import dev.postern.mail.Attachment;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.MessageBuilder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A mail as a structure: from, to, cc, bcc, subject, text, html, headers, attachments, priority.
 *
 * <p>Addresses are strings such as {@code Ann <ann@example.org>}, or lists of them. Headers map names to strings. An attachment has a
 * name, a contentType and a content: bytes, or a string in base64. A priority is a word or a number. A field that is not known is an error, since its content would be lost.
 */
public final class StructuredMail {
    /** What a mail may hold. */
    public static final List<String> FIELDS =
            List.of("from", "to", "cc", "bcc", "subject", "text", "html", "headers", "attachments", "priority");

    private static final String PRIORITY = "priority";
    private static final Set<String> ATTACHMENT = Set.of("name", "contentType", "content");
    private static final Pattern WHITE_SPACE = Pattern.compile("[ \t\r\n]+");
    private static final int LONGEST_NAME = 40;

    private final MessageBuilder builder;
    private final Message message;
    private final @Nullable Integer priority;

    private StructuredMail(MessageBuilder builder, @Nullable Object priority) {
        this.builder = builder;
        this.priority = priority == null ? null : (Integer) priority(priority);
        this.message = builder.build();
    }

    /** Reads a {@code Map} or {@code Struct}. */
    static StructuredMail of(Object value, String id, Instant date) {
        MessageBuilder builder = new MessageBuilder(id, date);
        Map<String, @Nullable Object> fields = fields("the mail", value);
        @Nullable Object priority = fields.remove(PRIORITY); // of the envelope
        fields.forEach((name, content) -> {
            if (content != null) {
                set(builder, name, content);
            }
        });
        return new StructuredMail(builder, priority);
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

    /** From -9 to 9, if it is right; null where it is not said. */
    @Nullable
    Integer priority() {
        return priority;
    }

    private static int priority(Object value) {
        return Priority.parse(PRIORITY, value instanceof Number number ? number.toString() : text(PRIORITY, value));
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
                fields(name, value).forEach((header, content) -> {
                    if (content != null) {
                        builder.header(header, text("headers: " + shown(header), content));
                    }
                });
            case "attachments" -> list(name, value).forEach(attachment -> builder.attach(attachment(attachment)));
            default ->
                throw new InvalidMailException(
                        "the field " + shown(name) + " is not one of " + String.join(", ", FIELDS));
        }
    }

    private static Attachment attachment(@Nullable Object value) {
        Map<String, @Nullable Object> fields = fields("attachments", value);
        fields.keySet().stream()
                .filter(name -> !ATTACHMENT.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidMailException(
                            "attachments: the field " + shown(name) + " is not one of name, contentType, content");
                });
        return new Attachment(
                text("attachments: name", fields.get("name")),
                text("attachments: contentType", fields.get("contentType")),
                content(fields.get("content")));
    }

    private static byte[] content(@Nullable Object value) {
        if (value instanceof String base64) {
            try {
                return Base64.getDecoder().decode(WHITE_SPACE.matcher(base64).replaceAll(""));
            } catch (IllegalArgumentException e) {
                throw new InvalidMailException("attachments: content is a string, but not base64", e);
            }
        }
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
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

    /** A name that came with the record, fit for an error and a log. */
    private static String shown(String name) {
        String printable = name.replaceAll("\\P{Print}", "?");
        return printable.length() > LONGEST_NAME ? printable.substring(0, LONGEST_NAME) + "..." : printable;
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
