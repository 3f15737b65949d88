package dev.postern.smtp.tlsrpt;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The record by which a domain asks for reports (RFC 8460 §3).
 *
 * @param destinations where reports go, by mailto or https; at least one
 */
public record ReportRecord(List<URI> destinations) {
    private static final String VERSION = "v=TLSRPTv1";
    private static final Set<String> SCHEMES = Set.of("mailto", "https");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}");
    private static final Pattern VALUE = Pattern.compile("[!-:<>-~]+"); // of fields that are not known
    private static final int MAX_TEXT = 4_096;

    public ReportRecord {
        destinations = List.copyOf(destinations);
    }

    /** The name under which it stands. */
    public static String nameFor(String domain) {
        return "_smtp._tls." + domain;
    }

    /** What all texts of that name say; empty where the domain asks for none: also where there are several such records, or one can't be read. */
    public static Optional<ReportRecord> of(List<String> texts) {
        List<String> records = texts.stream().filter(ReportRecord::isOne).toList();
        return records.size() == 1 && records.get(0).length() <= MAX_TEXT
                ? destinations(records.get(0)).map(ReportRecord::new)
                : Optional.empty();
    }

    private static boolean isOne(String text) {
        return text.equals(VERSION) || (text.startsWith(VERSION) && " \t;".indexOf(text.charAt(VERSION.length())) >= 0);
    }

    /** Those of the first rua; empty where a field is none, or there is no destination that we know. */
    private static Optional<List<URI>> destinations(String record) {
        String[] fields = record.split(";", -1);
        List<URI> found = null;
        for (int i = 1; i < fields.length; i++) {
            String field = stripped(fields[i]);
            if (field.isEmpty() && i == fields.length - 1) {
                continue; // behind the last semicolon
            }
            int equals = field.indexOf('=');
            String name = equals < 0 ? "" : stripped(field.substring(0, equals));
            String value = equals < 0 ? "" : stripped(field.substring(equals + 1));
            if (!NAME.matcher(name).matches()) {
                return Optional.empty();
            }
            if (name.equals("rua")) {
                found = found == null ? uris(value) : found;
            } else if (!VALUE.matcher(value).matches()) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(found).filter(uris -> !uris.isEmpty());
    }

    private static List<URI> uris(String value) {
        List<URI> uris = new ArrayList<>();
        for (String each : value.split(",", -1)) {
            try {
                URI uri = new URI(stripped(each));
                String scheme = uri.getScheme();
                if (scheme != null && SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
                    uris.add(uri);
                }
            } catch (URISyntaxException e) {
                return List.of();
            }
        }
        return uris;
    }

    private static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
