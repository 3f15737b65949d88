package dev.postern.mail.content;

import dev.postern.mail.Message;
import dev.postern.mail.mime.Cut;
import dev.postern.mail.mime.MessagePart;
import dev.postern.mail.mime.PartReader;
import dev.postern.mail.mime.ReadLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mail with all of its parts, also those of mails in it, for who must say something of every mail: where there is more than the limits
 * allow it says what was left out, where {@link MailContent} refuses. Used by one thread, and texts are read once.
 */
public final class MailOutline {
    private final ReadLimits limits;
    private final MailHeader header;
    private final List<OutlinedPart> parts = new ArrayList<>();
    private final EnumSet<Cut> cuts = EnumSet.noneOf(Cut.class);
    private final Message message;
    private final SortedParts sorted;
    private @Nullable String text;
    private @Nullable String html;

    private MailOutline(Message message, ReadLimits limits) throws IOException {
        this.message = message;
        this.limits = limits;
        this.header = MailHeader.read(message, cuts);
        MessagePart root = PartReader.readWithin(message, limits, cuts);
        this.sorted = SortedParts.of(root);
        add(new Place("", message, 1, false), root);
    }

    /** Where parts are counted. */
    private record Place(String prefix, Message message, int depth, boolean nested) {
        String numbered(int number) {
            return prefix.isEmpty() ? String.valueOf(number) : prefix + '.' + number;
        }

        String whole() {
            return prefix.isEmpty() ? "TEXT" : prefix + ".TEXT";
        }

        Place under(String path) {
            return new Place(path, message, depth + 1, nested);
        }
    }

    /**
     * Finds what is in this message.
     *
     * @throws IOException if it can't be read
     * @throws IllegalStateException if it is closed
     */
    public static MailOutline of(Message message, ReadLimits limits) throws IOException {
        return new MailOutline(message, limits);
    }

    /** Its header. */
    public MailHeader header() {
        return header;
    }

    /** All parts in the order of the mail, each before what is in it. */
    public List<OutlinedPart> parts() {
        return Collections.unmodifiableList(parts);
    }

    /** What was left out so far; reading may add to it. */
    public Set<Cut> cuts() {
        return Collections.unmodifiableSet(cuts);
    }

    /** The plain text as {@link MailContent#text} has it, up to the limit; null where there is none. */
    public @Nullable String text() throws IOException {
        if (text == null) {
            text = read(sorted.plain());
        }
        return text;
    }

    /** The HTML as {@link MailContent#html} has it, up to the limit; null where there is none. */
    public @Nullable String html() throws IOException {
        if (html == null) {
            html = read(sorted.html());
        }
        return html;
    }

    private @Nullable String read(List<MessagePart> texts) throws IOException {
        if (texts.isEmpty()) {
            return null;
        }
        StringBuilder all = new StringBuilder();
        int left = limits.textOctets();
        for (MessagePart each : texts) {
            byte[] octets = Text.start(each, message, left, cuts);
            left -= octets.length;
            Text.append(all, octets, each.typeParameter("charset"));
        }
        return all.toString();
    }

    /** Adds all of a message. */
    private void add(Place place, MessagePart root) throws IOException {
        if (root.parts().isEmpty()) {
            addPart(place, place.numbered(1), root);
        } else {
            addRow(place, place.whole(), OutlinedPart.Role.MULTIPART, root);
            addParts(place, root);
        }
    }

    private void addParts(Place place, MessagePart multipart) throws IOException {
        int number = 0;
        for (MessagePart each : multipart.parts()) {
            number++;
            addPart(place, place.numbered(number), each);
        }
    }

    private void addPart(Place place, String path, MessagePart part) throws IOException {
        if (!part.parts().isEmpty()) {
            addRow(place, path, OutlinedPart.Role.MULTIPART, part);
            addParts(place.under(path), part);
        } else if (part.type().equals("message/rfc822") || part.type().equals("message/global")) {
            addRow(place, path, place.nested ? OutlinedPart.Role.NESTED : OutlinedPart.Role.MESSAGE, part);
            addMessage(place, path, part);
        } else {
            addRow(place, path, role(place, part), part);
        }
    }

    private OutlinedPart.Role role(Place place, MessagePart part) {
        if (place.nested) {
            return OutlinedPart.Role.NESTED;
        }
        boolean text = sorted.plain().contains(part) || sorted.html().contains(part);
        return text ? OutlinedPart.Role.TEXT : OutlinedPart.Role.FILE;
    }

    private void addRow(Place place, String path, OutlinedPart.Role role, MessagePart part) {
        if (parts.size() < limits.parts()) {
            parts.add(new OutlinedPart(path, role, place.message, part));
        } else {
            cuts.add(Cut.PARTS);
        }
    }

    private void addMessage(Place place, String path, MessagePart part) throws IOException {
        int depth = limits.depth() - place.depth;
        int count = limits.parts() - parts.size();
        if (depth <= 0 || count <= 0) {
            cuts.add(depth <= 0 ? Cut.DEPTH : Cut.PARTS);
            return;
        }
        Message inner = part.embedded(place.message, limits.textOctets(), cuts);
        ReadLimits left = new ReadLimits(depth, count, limits.headerOctets(), limits.textOctets());
        add(new Place(path, inner, place.depth + 1, true), PartReader.readWithin(inner, left, cuts));
    }
}
