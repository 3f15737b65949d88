package dev.postern.mail.arrival;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fields in groups with empty lines between them, as reports have them (RFC 3464 §2.1); of a name that is there twice in a group, all. */
record ReportFields(List<Map<String, List<String>>> groups) {
    private static final int MOST_GROUPS = 1_000;
    private static final int MOST_FIELDS = 200;
    private static final int LONGEST = 4_096;
    private static final Pattern FIELD = Pattern.compile("([A-Za-z0-9-]{1,60})[ \\t]{0,5}:(.*)");

    // RFC 6533 §3: unitext
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})}");

    /** Reads them; what is no field is passed over. */
    static ReportFields parse(String text) {
        List<Map<String, List<String>>> groups = new ArrayList<>();
        Map<String, List<String>> group = new LinkedHashMap<>();
        StringBuilder line = new StringBuilder();
        for (String next : (Iterable<String>) text.lines()::iterator) {
            if (!next.isEmpty() && (next.charAt(0) == ' ' || next.charAt(0) == '\t') && !next.isBlank()) {
                append(line, next);
                continue;
            }
            take(group, line.toString());
            line.setLength(0);
            if (!next.isBlank()) {
                append(line, next);
            } else if (!group.isEmpty() && groups.size() < MOST_GROUPS) {
                groups.add(group);
                group = new LinkedHashMap<>();
            }
        }
        take(group, line.toString());
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return new ReportFields(groups);
    }

    private static void append(StringBuilder line, String more) {
        if (line.length() + more.length() <= LONGEST) {
            line.append(line.isEmpty() ? "" : " ").append(line.isEmpty() ? more : more.strip());
        }
    }

    private static void take(Map<String, List<String>> group, String line) {
        Matcher field = FIELD.matcher(line);
        if (field.matches() && group.size() < MOST_FIELDS) {
            group.computeIfAbsent(field.group(1).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(field.group(2).strip());
        }
    }

    /** The first field of this name in any group; null where there is none. */
    @Nullable
    String first(String name) {
        for (Map<String, List<String>> group : groups) {
            String found = in(group, name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** All fields of this name. */
    List<String> all(String name) {
        return groups.stream()
                .flatMap(group -> group.getOrDefault(name, List.of()).stream())
                .toList();
    }

    /** The first field of this name in a group; null where there is none, or it is empty. */
    static @Nullable String in(Map<String, List<String>> group, String name) {
        List<String> values = group.get(name);
        return values == null || values.get(0).isEmpty() ? null : values.get(0);
    }

    /** What stands behind the type: {@code bob@example.net} of {@code rfc822;bob@example.net} (RFC 3464 §2.1.2); null for null. */
    static @Nullable String typed(@Nullable String value) {
        if (value == null) {
            return null;
        }
        int semicolon = value.indexOf(';');
        String type = semicolon < 0 ? "" : value.substring(0, semicolon).strip().toLowerCase(Locale.ROOT);
        String text = value.substring(semicolon + 1).strip();
        return type.equals("utf-8")
                ? EMBEDDED.matcher(text).replaceAll((MatchResult c) -> Matcher.quoteReplacement(character(c.group(1))))
                : text;
    }

    private static String character(String hex) {
        int point = Integer.parseInt(hex, 16);
        boolean known = Character.isValidCodePoint(point) && (point < 0xD800 || point > 0xDFFF);
        return known ? Character.toString(point) : "\uFFFD";
    }
}
