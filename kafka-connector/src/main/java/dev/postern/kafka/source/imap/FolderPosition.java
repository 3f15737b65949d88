package dev.postern.kafka.source.imap;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How far a folder is read: all mail up to a UID, of those that the server gave under a UIDVALIDITY (RFC 9051 §2.3.1.1).
 *
 * @param validity 1 to 2^32 - 1
 * @param uid the last that was read; 0 for none
 * @param known up to this UID mail may have been read under another validity; 0 for none
 * @param modseq up to which changes of flags are known (RFC 7162 §3.1), or 0
 * @param before earlier validities, and the last UID that was read under each, the oldest first
 */
record FolderPosition(long validity, long uid, long known, long modseq, Map<Long, Long> before) {
    static final String VALIDITY = "uidvalidity";
    static final String UID = "uid";
    static final String KNOWN = "resync";
    static final String MODSEQ = "highestmodseq";
    static final String BEFORE = "before";

    private static final List<String> KEYS = List.of(VALIDITY, UID, KNOWN, MODSEQ, BEFORE);
    private static final long LARGEST = 0xffff_ffffL;
    private static final int MOST_BEFORE = 32;
    private static final Pattern PLACE = Pattern.compile("(\\d{1,10}):(\\d{1,10})");

    FolderPosition {
        before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
    }

    /** Where nothing was read yet. */
    static FolderPosition start(long validity) {
        return new FolderPosition(validity, 0, 0, 0, Map.of());
    }

    /** The same, further on. */
    FolderPosition at(long next) {
        return next <= uid ? this : new FolderPosition(validity, next, known, modseq, before);
    }

    FolderPosition withModseq(long value) {
        return new FolderPosition(validity, uid, known, value, before);
    }

    /**
     * Where nothing was read of what the server gave under another validity.
     *
     * @param last the highest UID there
     */
    FolderPosition renewed(long newValidity, long last) {
        Map<Long, Long> all = new LinkedHashMap<>(before);
        all.remove(newValidity);
        all.put(validity, uid);
        while (all.size() > MOST_BEFORE) {
            all.remove(all.keySet().iterator().next());
        }
        return new FolderPosition(newValidity, 0, last, 0, all);
    }

    /** Whether what comes next may have been read under another validity. */
    boolean isResyncing() {
        return uid < known;
    }

    /** Whether the mail that had this {@linkplain #place place} once was read. */
    boolean hasRead(String place) {
        Matcher parts = PLACE.matcher(place);
        if (!parts.matches()) {
            return false;
        }
        long placeValidity = Long.parseLong(parts.group(1));
        Long last = placeValidity == validity ? Long.valueOf(uid) : before.get(placeValidity);
        return last != null && Long.parseLong(parts.group(2)) <= last;
    }

    /** What a mail is called here. */
    String place(long mail) {
        return validity + ":" + mail;
    }

    /** The source offset of a mail: each has one of its own. */
    Map<String, Object> offset() {
        Map<String, Object> offset = new HashMap<>(Map.of(VALIDITY, validity, UID, uid));
        if (isResyncing()) {
            offset.put(KNOWN, known);
        }
        if (modseq > 0) {
            offset.put(MODSEQ, modseq);
        }
        if (!before.isEmpty()) {
            offset.put(
                    BEFORE,
                    before.entrySet().stream()
                            .map(each -> each.getKey() + ":" + each.getValue())
                            .collect(Collectors.joining(" ")));
        }
        return offset;
    }

    /**
     * The position that an offset says.
     *
     * @throws ConnectException if it says none; the message says what would
     */
    static FolderPosition of(Map<String, ?> offset) {
        for (String key : offset.keySet()) {
            if (!KEYS.contains(key)) {
                throw wrong(key, offset.get(key), "is not known: there are " + String.join(", ", KEYS));
            }
        }
        return new FolderPosition(
                number(offset, VALIDITY, 1, LARGEST),
                number(offset, UID, 0, LARGEST),
                offset.get(KNOWN) == null ? 0 : number(offset, KNOWN, 0, LARGEST),
                offset.get(MODSEQ) == null ? 0 : number(offset, MODSEQ, 0, Long.MAX_VALUE),
                before(offset.get(BEFORE)));
    }

    private static long number(Map<String, ?> offset, String key, long least, long most) {
        Object value = offset.get(key);
        long number = value instanceof Long || value instanceof Integer ? ((Number) value).longValue() : -1;
        if (number < least || number > most) {
            throw wrong(key, value, "must be a whole number from " + least + " to " + most);
        }
        return number;
    }

    private static Map<Long, Long> before(@Nullable Object value) {
        Map<Long, Long> before = new LinkedHashMap<>();
        if (value == null || value.equals("")) {
            return before;
        }
        for (String place : String.valueOf(value).split(" ", -1)) {
            Matcher parts = PLACE.matcher(place);
            if (!parts.matches()) {
                throw wrong(BEFORE, value, "must be pairs uidvalidity:uid with spaces between, or be left out");
            }
            before.put(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
        }
        return before;
    }

    private static ConnectException wrong(String key, @Nullable Object value, String what) {
        return new ConnectException("Invalid value " + value + " of " + key + " in an offset: it " + what);
    }
}
