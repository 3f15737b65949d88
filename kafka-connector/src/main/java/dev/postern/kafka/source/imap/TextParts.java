package dev.postern.kafka.source.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.angus.mail.imap.protocol.BODYSTRUCTURE;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a mail that people read, got by themselves: its text in plain and in HTML, without attachments. They become a mail with the header of the original but for what
 * that says of its content.
 */
final class TextParts {
    private static final Logger LOG = LoggerFactory.getLogger(TextParts.class);
    private static final int DEEPEST = 20;
    private static final int MOST = 10;
    private static final String BOUNDARY = "postern-text-parts-of-a-mail";

    private final List<String> sections = new ArrayList<>();
    private long octets;

    private TextParts() {}

    /**
     * The mail with these parts; as it is where the server does not tell of parts.
     *
     * @param header the mail, of which the header is there
     * @param most octets of these parts
     */
    static FetchedMail addedTo(FetchedMail header, ImapConnection connection, long most) throws IOException {
        String uid = String.valueOf(header.uid());
        @Nullable BODYSTRUCTURE[] structure = {null};
        connection.fetch(uid, "(UID BODYSTRUCTURE)", mail -> {
            if (Items.uid(mail) == header.uid()) {
                structure[0] = mail.getItem(BODYSTRUCTURE.class);
            }
        });
        TextParts parts = new TextParts();
        if (structure[0] != null) {
            parts.add(structure[0], "", 0);
        }
        if (parts.sections.isEmpty() || parts.octets > most) {
            LOG.debug("{} has no text, or too much of it: its record has its header", header);
            return header;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(withoutContentFields(header.content()));
        content.writeBytes(
                ascii("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"" + BOUNDARY + "\"\r\n\r\n"));
        for (String section : parts.sections) {
            String mime = section.equals("1") && !parts.isMultipart(structure[0]) ? "HEADER" : section + ".MIME";
            content.writeBytes(ascii("--" + BOUNDARY + "\r\n"));
            content.writeBytes(part(connection, header.uid(), section, mime));
            content.writeBytes(ascii("\r\n"));
        }
        content.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
        return header.with(content.toByteArray(), ContentKind.TEXT);
    }

    private boolean isMultipart(@Nullable BODYSTRUCTURE structure) {
        return structure != null && structure.isMulti();
    }

    private void add(BODYSTRUCTURE part, String section, int depth) {
        if (part.isMulti() && part.bodies != null && depth < DEEPEST) {
            for (int i = 0; i < part.bodies.length; i++) {
                add(part.bodies[i], section.isEmpty() ? String.valueOf(i + 1) : section + "." + (i + 1), depth + 1);
            }
        } else if ("text".equalsIgnoreCase(part.type)
                && !"attachment".equalsIgnoreCase(part.disposition)
                && sections.size() < MOST) {
            sections.add(section.isEmpty() ? "1" : section);
            octets += Math.max(0, part.size);
        }
    }

    /** Header fields of the part's content, an empty line, and the part. */
    private static byte[] part(ImapConnection connection, long uid, String section, String mime) throws IOException {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        connection.fetch(String.valueOf(uid), "(UID BODY.PEEK[" + mime + "] BODY.PEEK[" + section + "])", mail -> {
            byte[] fields = Items.section(mail, mime);
            byte[] content = Items.section(mail, section);
            if (Items.uid(mail) == uid && part.size() == 0) {
                part.writeBytes(contentFields(fields == null ? new byte[0] : fields));
                part.writeBytes(ascii("\r\n"));
                part.writeBytes(content == null ? new byte[0] : content);
            }
        });
        return part.toByteArray();
    }

    private static byte[] withoutContentFields(byte[] header) {
        return fields(header, false);
    }

    private static byte[] contentFields(byte[] header) {
        return fields(header, true);
    }

    /** The fields that say something of the content, or all others; without the empty line. */
    private static byte[] fields(byte[] header, boolean ofContent) {
        StringBuilder kept = new StringBuilder();
        boolean keeping = false;
        for (String line : new String(header, StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
            if (line.isEmpty()) {
                break;
            }
            if (line.charAt(0) != ' ' && line.charAt(0) != '\t') {
                String name = line.toLowerCase(Locale.ROOT);
                keeping = (name.startsWith("content-") || name.startsWith("mime-version")) == ofContent;
            }
            if (keeping) {
                kept.append(line).append("\r\n");
            }
        }
        return kept.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
