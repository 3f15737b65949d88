package dev.postern.mail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is to be cut out of one message and put into it, so that its header is another one. Immutable. */
public final class HeaderChanges {
    /** No change. */
    public static final HeaderChanges NONE = new HeaderChanges(List.of());

    private static final String LINE_END = "\r\n";

    private final List<Splice> splices;

    private HeaderChanges(List<Splice> splices) {
        this.splices = List.copyOf(splices);
    }

    /**
     * The changes that make all of these edits.
     *
     * @param fields of the message
     * @param hidden how many fields at the top nobody edits: those of a name are counted behind them, and nothing is inserted before them
     * @param edits in their order; what is inserted later at one place stands above what was inserted before
     */
    public static HeaderChanges of(HeaderFields fields, int hidden, List<HeaderEdit> edits) {
        List<HeaderFields.Field> all = fields.fields();
        Map<String, List<HeaderFields.Field>> editable = byName(all.subList(Math.min(hidden, all.size()), all.size()));
        List<Splice> inserted = new ArrayList<>();
        List<Splice> appended = new ArrayList<>();
        Map<HeaderFields.Field, Splice> replaced = new HashMap<>();
        for (HeaderEdit edit : edits) {
            if (edit instanceof HeaderEdit.Insert insert) {
                int index = Math.max(hidden, insert.index());
                int position = index < all.size() ? all.get(index).start() : fields.end();
                // like a stack: what is inserted later at the same place stands above
                inserted.add(0, Splice.of(position, 0, line(insert.name(), insert.value())));
            } else if (edit instanceof HeaderEdit.Append append) {
                appended.add(Splice.of(fields.end(), 0, line(append.name(), append.value())));
            } else if (edit instanceof HeaderEdit.Delete delete) {
                HeaderFields.Field field = find(editable, delete.name(), delete.nth());
                if (field != null) {
                    replaced.put(field, Splice.of(field.start(), field.end() - field.start(), ""));
                }
            } else if (edit instanceof HeaderEdit.Change change) {
                HeaderFields.Field field = find(editable, change.name(), change.nth());
                String line = line(change.name(), change.value());
                if (field == null) {
                    appended.add(Splice.of(fields.end(), 0, line));
                } else {
                    replaced.put(field, Splice.of(field.start(), field.end() - field.start(), line));
                }
            }
        }
        List<Splice> splices = new ArrayList<>(inserted);
        splices.addAll(replaced.values());
        splices.addAll(appended);
        // stable: what is inserted before a field stands before what replaces it
        splices.sort(Comparator.comparingLong(Splice::position));
        boolean torn = fields.isTorn() && !replaced.containsKey(all.get(all.size() - 1));
        if (torn && splices.stream().anyMatch(splice -> splice.position() == fields.end())) {
            splices.add(firstAt(splices, fields.end()), Splice.of(fields.end(), 0, LINE_END));
        }
        return splices.isEmpty() ? NONE : new HeaderChanges(splices);
    }

    /** Whether nothing changes. */
    public boolean isEmpty() {
        return splices.isEmpty();
    }

    /**
     * The message with these changes, which reads the rest from the original and closes it.
     *
     * @param original the message whose fields these changes were made for
     */
    public Message applyTo(Message original) {
        return splices.isEmpty() ? original : new SplicedMessage(original, splices);
    }

    private static int firstAt(List<Splice> splices, long position) {
        int index = 0;
        while (splices.get(index).position() < position) {
            index++;
        }
        return index;
    }

    private static Map<String, List<HeaderFields.Field>> byName(List<HeaderFields.Field> fields) {
        return fields.stream().collect(Collectors.groupingBy(field -> lowerCase(field.name())));
    }

    private static HeaderFields.@Nullable Field find(
            Map<String, List<HeaderFields.Field>> fields, String name, int nth) {
        List<HeaderFields.Field> named = fields.getOrDefault(lowerCase(name), List.of());
        return nth <= named.size() ? named.get(nth - 1) : null;
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String line(String name, String value) {
        return name + ":" + value + LINE_END;
    }
}
