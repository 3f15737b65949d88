package dev.postern.smtp.sts;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The record by which a domain says that it has a policy, and which one (RFC 8461 §3.1). */
final class StsRecord {
    private static final Pattern VERSION = Pattern.compile("v=STSv1(?![A-Za-z0-9]).*", Pattern.DOTALL);
    private static final Pattern START = Pattern.compile("v=STSv1[ \\t]*");
    private static final Pattern FIELD =
            Pattern.compile(";[ \\t]*([A-Za-z0-9][A-Za-z0-9_.-]{0,31})[ \\t]*=[ \\t]*([!-:<>-~]+)[ \\t]*");
    private static final Pattern END = Pattern.compile(";?[ \\t]*");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");
    private static final int MAX_TEXT = 4_096;

    private StsRecord() {}

    /** What the policy is called, by all texts of {@code _mta-sts}; empty where the domain has none: also where there are several such records. */
    static Optional<String> id(List<String> texts) {
        List<String> records =
                texts.stream().filter(text -> VERSION.matcher(text).matches()).toList();
        return records.size() == 1 && records.get(0).length() <= MAX_TEXT
                ? read(records.get(0)).filter(id -> ID.matcher(id).matches())
                : Optional.empty();
    }

    /** The first id of a record, field by field: for one pattern of all of them, strangers have more fields than a thread has stack. */
    private static Optional<String> read(String record) {
        Matcher start = START.matcher(record);
        int from = start.lookingAt() ? start.end() : 0;
        int at = from;
        String id = null;
        Matcher field = FIELD.matcher(record);
        while (field.region(at, record.length()).lookingAt()) {
            id = id == null && field.group(1).equals("id") ? field.group(2) : id;
            at = field.end();
        }
        boolean isWhole =
                at > from && END.matcher(record).region(at, record.length()).matches();
        return Optional.ofNullable(isWhole ? id : null);
    }
}
