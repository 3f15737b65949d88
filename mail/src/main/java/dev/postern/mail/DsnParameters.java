package dev.postern.mail;

import dev.postern.mail.DsnRequest.Notify;
import dev.postern.mail.DsnRequest.Ret;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@link DsnRequest} as the parameters of MAIL and RCPT (RFC 3461 §4). */
public final class DsnParameters {
    private static final int MAX_ORCPT = 500; // RFC 3461 §4.2
    private static final int MAX_ENVID = 100; // RFC 3461 §4.4

    private DsnParameters() {}

    /**
     * Reads the parameters of MAIL.
     *
     * @param ret the value of RET, or null where it is not there
     * @param envid the value of ENVID, or null where it is not there
     * @return with nothing for single recipients, see {@link DsnRequest#withRecipients}
     * @throws IllegalArgumentException if a value is none of those allowed; the message names the parameter and tells which are
     */
    public static DsnRequest request(@Nullable String ret, @Nullable String envid) {
        return ret == null && envid == null
                ? DsnRequest.NONE
                : new DsnRequest(ret == null ? null : ret(ret), envid == null ? null : envelopeId(envid), Map.of());
    }

    /**
     * Reads the parameters of RCPT.
     *
     * @param notify the value of NOTIFY, or null where it is not there
     * @param orcpt the value of ORCPT, or null where it is not there
     * @throws IllegalArgumentException as for {@link #request}
     */
    public static DsnRequest.Recipient recipient(@Nullable String notify, @Nullable String orcpt) {
        return notify == null && orcpt == null
                ? DsnRequest.Recipient.UNSAID
                : new DsnRequest.Recipient(
                        notify == null ? Set.of() : events(notify), orcpt == null ? null : original(orcpt));
    }

    /** The parameters of MAIL with a space between them; empty where nothing is asked for. */
    public static String of(DsnRequest request) {
        StringJoiner parameters = new StringJoiner(" ");
        if (request.ret() != null) {
            parameters.add("RET=" + request.ret());
        }
        if (request.envelopeId() != null) {
            parameters.add("ENVID=" + Xtext.encode(request.envelopeId()));
        }
        return parameters.toString();
    }

    /** The parameters of RCPT with a space between them; empty where nothing is asked for. */
    public static String of(DsnRequest.Recipient request) {
        StringJoiner parameters = new StringJoiner(" ");
        if (!request.events().isEmpty()) {
            parameters.add("NOTIFY="
                    + request.events().stream().sorted().map(Enum::name).collect(Collectors.joining(",")));
        }
        String original = request.original();
        if (original != null) {
            int address = original.indexOf(';') + 1;
            parameters.add("ORCPT=" + original.substring(0, address) + Xtext.encode(original.substring(address)));
        }
        return parameters.toString();
    }

    private static Ret ret(String value) {
        try {
            return Ret.valueOf(value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("RET is FULL or HDRS", e);
        }
    }

    private static String envelopeId(String value) {
        if (value.isEmpty() || value.length() > MAX_ENVID) {
            throw new IllegalArgumentException("ENVID has 1 to 100 characters");
        }
        return decoded("ENVID", value);
    }

    private static Set<Notify> events(String value) {
        Set<Notify> events = EnumSet.noneOf(Notify.class);
        for (String word : value.toUpperCase(Locale.ROOT).split(",", -1)) {
            if (!known(word) || !events.add(Notify.valueOf(word))) {
                throw new IllegalArgumentException("NOTIFY is NEVER, or some of SUCCESS, FAILURE and DELAY");
            }
        }
        if (events.contains(Notify.NEVER) && events.size() > 1) {
            throw new IllegalArgumentException("NOTIFY=NEVER stands alone");
        }
        return events;
    }

    private static boolean known(String word) {
        for (Notify event : Notify.values()) {
            if (event.name().equals(word)) {
                return true;
            }
        }
        return false;
    }

    private static String original(String value) {
        int semicolon = value.indexOf(';');
        if (semicolon <= 0 || semicolon == value.length() - 1 || !isAtom(value, semicolon)) {
            throw new IllegalArgumentException("ORCPT is an address type, a semicolon and an address");
        }
        if (value.length() > MAX_ORCPT) {
            throw new IllegalArgumentException("ORCPT has up to 500 characters");
        }
        return value.substring(0, semicolon + 1) + decoded("ORCPT", value.substring(semicolon + 1));
    }

    private static boolean isAtom(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static String decoded(String parameter, String value) {
        try {
            return Xtext.decode(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(parameter + " is not xtext: " + e.getMessage(), e);
        }
    }
}
