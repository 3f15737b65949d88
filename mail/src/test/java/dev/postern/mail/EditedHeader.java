package dev.postern.mail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a header must be after edits, made line by line. */
final class EditedHeader {
    private final List<HeaderFields.Field> fields;
    private final int hidden;

    EditedHeader(List<HeaderFields.Field> fields, int hidden) {
        this.fields = fields;
        this.hidden = hidden;
    }

    /** A field without its line end. */
    static String line(HeaderFields.Field field) {
        return field.name() + ":" + field.value();
    }

    List<String> after(List<HeaderEdit> edits) {
        Map<Integer, @Nullable String> replaced = new HashMap<>();
        Map<Integer, List<String>> inserted = new HashMap<>();
        List<String> appended = new ArrayList<>();
        for (HeaderEdit edit : edits) {
            if (edit instanceof HeaderEdit.Insert insert) {
                int index = Math.min(fields.size(), Math.max(hidden, insert.index()));
                inserted.computeIfAbsent(index, at -> new ArrayList<>()).add(0, insert.name() + ":" + insert.value());
            } else if (edit instanceof HeaderEdit.Append append) {
                appended.add(append.name() + ":" + append.value());
            } else if (edit instanceof HeaderEdit.Delete delete) {
                replaced.put(find(delete.name(), delete.nth()), null);
            } else if (edit instanceof HeaderEdit.Change change) {
                int index = find(change.name(), change.nth());
                String line = change.name() + ":" + change.value();
                if (index < 0) {
                    appended.add(line);
                } else {
                    replaced.put(index, line);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i <= fields.size(); i++) {
            lines.addAll(inserted.getOrDefault(i, List.of()));
            String line = i == fields.size() ? null : replaced.getOrDefault(i, line(fields.get(i)));
            if (line != null) {
                lines.add(line);
            }
        }
        lines.addAll(appended);
        return lines;
    }

    private int find(String name, int nth) {
        int count = 0;
        for (int i = hidden; i < fields.size(); i++) {
            if (fields.get(i).name().equalsIgnoreCase(name) && ++count == nth) {
                return i;
            }
        }
        return -1;
    }
}
