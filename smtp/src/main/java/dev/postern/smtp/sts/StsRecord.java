package dev.postern.smtp.sts;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The record by which a domain says that it has a policy, and which one (RFC 8461 §3.1). */
final class StsRecord {
    private static final Pattern VERSION = Pattern.compile("v=STSv1(?![A-Za-z0-9]).*", Pattern.DOTALL);
    private static final String FIELD = "[ \\t]*([A-Za-z0-9][A-Za-z0-9_.-]{0,31})[ \\t]*=[ \\t]*([!-:<>-~]+)[ \\t]*";
    private static final Pattern RECORD =
            Pattern.compile("v=STSv1[ \\t]*(?:;" + FIELD.replace("(", "(?:") + ")+;?[ \\t]*");
    private static final Pattern EACH = Pattern.compile(";" + FIELD);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");
    private static final int MAX_TEXT = 4_096;

    private StsRecord() {}

    /** What the policy is called, by all texts of {@code _mta-sts}; empty where the domain has none: also where there are several such records. */
    static Optional<String> id(List<String> texts) {
        List<String> records =
                texts.stream().filter(text -> VERSION.matcher(text).matches()).toList();
        if (records.size() != 1
                || records.get(0).length() > MAX_TEXT
                || !RECORD.matcher(records.get(0)).matches()) {
            return Optional.empty();
        }
        Matcher field = EACH.matcher(records.get(0));
        while (field.find()) {
            if (field.group(1).equals("id")) {
                return Optional.of(field.group(2)).filter(id -> ID.matcher(id).matches());
            }
        }
        return Optional.empty();
    }
}
