package dev.postern.smtp.wire;

import dev.postern.mail.Address;
import dev.postern.mail.Ascii;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.Command;
import dev.postern.smtp.Reply;
import dev.postern.smtp.Verb;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Turns one command line, without its CRLF, into a {@link Command} (RFC 5321 §4.1.2). */
final class CommandParser {
    private static final Reply UNKNOWN = Reply.of(500, "5.5.1", "Command not recognized");
    /** A browser speaks, and what follows is what some web page has it say: it may well be SMTP. */
    static final Command HTTP =
            new Command.Malformed(null, Reply.of(421, "4.7.0", "This is SMTP and not HTTP; closing"));

    private static final Set<String> HTTP_METHODS =
            Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PRI", "PUT", "TRACE");

    private static final Reply NO_ARGUMENT = Reply.of(501, "5.5.4", "This command takes no argument");
    private static final Reply NO_NAME = Reply.of(501, "5.5.4", "Say your host name or address literal");
    private static final Reply BAD_NAME = Reply.of(501, "5.5.4", "That is neither a host name nor an address literal");
    private static final Reply NO_STRING = Reply.of(501, "5.5.4", "This command takes an argument");
    private static final Reply BAD_PATH = Reply.of(501, "5.5.2", "The path must stand in angle brackets");
    private static final Reply EMPTY_PATH = Reply.of(501, "5.5.2", "The path is empty, but a recipient has an address");
    private static final Reply BAD_PARAMETER = Reply.of(501, "5.5.4", "Parameters are keyword or keyword=value");
    private static final Reply BAD_CHUNK =
            Reply.of(501, "5.5.4", "BDAT takes a number of octets and, for the last chunk, LAST; closing");
    private static final int MAX_DIGITS = 18; // a long holds as many
    private static final int MAX_NAME = 255; // RFC 5321 §4.5.3.1.2
    private static final int MAX_PATH = 256; // RFC 5321 §4.5.3.1.3

    private CommandParser() {}

    /** A command of which no more is understood than its verb. */
    static Command refuse(String line, Reply reply) {
        return new Command.Malformed(verb(line), reply);
    }

    private static @Nullable Verb verb(String line) {
        int space = line.indexOf(' ');
        return Verb.named(space < 0 ? line : line.substring(0, space));
    }

    static Command parse(String line) {
        int space = line.indexOf(' ');
        Verb verb = verb(line);
        if (verb == null) {
            boolean isHttp =
                    space > 0 && HTTP_METHODS.contains(line.substring(0, space).toUpperCase(Locale.ROOT));
            return isHttp ? HTTP : new Command.Malformed(null, UNKNOWN);
        }
        String argument = space < 0 ? "" : line.substring(space + 1).strip();
        return switch (verb) {
            case HELO, EHLO, LHLO -> hello(verb, argument);
            case MAIL -> mail(argument);
            case RCPT -> rcpt(argument);
            case DATA, RSET, QUIT, STARTTLS -> bare(verb, argument);
            case BDAT -> bdat(argument);
            case AUTH -> auth(argument);
            case VRFY, EXPN ->
                argument.isEmpty() ? new Command.Malformed(verb, NO_STRING) : new Command.Plain(verb, argument);
            case NOOP, HELP -> new Command.Plain(verb, argument);
        };
    }

    // RFC 3030 §2: bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ]
    private static Command bdat(String argument) {
        int space = argument.indexOf(' ');
        String size = space < 0 ? argument : argument.substring(0, space);
        String marker = space < 0 ? "" : argument.substring(space + 1).strip();
        boolean wellFormed = !size.isEmpty()
                && size.length() <= MAX_DIGITS
                && size.chars().allMatch(c -> c >= '0' && c <= '9')
                && (marker.isEmpty() || marker.equalsIgnoreCase("LAST"));
        return wellFormed
                ? new Command.Bdat(Long.parseLong(size), !marker.isEmpty())
                : new Command.Malformed(Verb.BDAT, BAD_CHUNK);
    }

    // RFC 4954 §4: "AUTH" SP sasl-mech [SP initial-response]
    private static Command auth(String argument) {
        if (argument.isEmpty()) {
            return new Command.Malformed(Verb.AUTH, NO_STRING);
        }
        int space = argument.indexOf(' ');
        return space < 0
                ? new Command.Auth(argument, null)
                : new Command.Auth(argument.substring(0, space), argument.substring(space + 1));
    }

    private static Command bare(Verb verb, String argument) {
        return argument.isEmpty() ? new Command.Plain(verb, "") : new Command.Malformed(verb, NO_ARGUMENT);
    }

    // Real clients say names with underscores and literals without brackets; what matters is that Received stays
    // well-formed.
    private static Command hello(Verb verb, String name) {
        if (name.isEmpty()) {
            return new Command.Malformed(verb, NO_NAME);
        }
        if (name.length() > MAX_NAME) {
            return new Command.Malformed(verb, BAD_NAME);
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetterOrDigit(c) && "._:[]-".indexOf(c) < 0) {
                return new Command.Malformed(verb, BAD_NAME);
            }
        }
        return new Command.Hello(verb, name);
    }

    private static Command mail(String argument) {
        Path path = path(argument, "FROM:");
        if (path == null) {
            return new Command.Malformed(Verb.MAIL, BAD_PATH);
        }
        Map<String, String> parameters = parameters(path.rest);
        if (parameters == null) {
            return new Command.Malformed(Verb.MAIL, BAD_PARAMETER);
        }
        if (path.mailbox.isEmpty()) {
            return new Command.Mail(null, parameters, true);
        }
        try {
            return new Command.Mail(Address.parse(path.mailbox), parameters, path.isAscii());
        } catch (MalformedAddressException e) {
            return new Command.Malformed(Verb.MAIL, Reply.of(553, "5.1.7", "Bad sender address: " + e.getMessage()));
        }
    }

    private static Command rcpt(String argument) {
        Path path = path(argument, "TO:");
        if (path == null) {
            return new Command.Malformed(Verb.RCPT, BAD_PATH);
        }
        if (path.mailbox.isEmpty()) {
            return new Command.Malformed(Verb.RCPT, EMPTY_PATH);
        }
        Map<String, String> parameters = parameters(path.rest);
        if (parameters == null) {
            return new Command.Malformed(Verb.RCPT, BAD_PARAMETER);
        }
        if (path.mailbox.equalsIgnoreCase("postmaster")) { // RFC 5321 §4.1.1.3
            return new Command.Rcpt(null, parameters, true);
        }
        try {
            return new Command.Rcpt(Address.parse(path.mailbox), parameters, path.isAscii());
        } catch (MalformedAddressException e) {
            return new Command.Malformed(Verb.RCPT, Reply.of(553, "5.1.3", "Bad recipient address: " + e.getMessage()));
        }
    }

    /** What stands between the brackets, without a source route, and what follows them. */
    private record Path(String mailbox, String rest) {
        boolean isAscii() {
            return Ascii.holds(mailbox);
        }
    }

    private static @Nullable Path path(String argument, String keyword) {
        if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
            return null;
        }
        // A space after the colon is against §3.3, but common in devices and never ambiguous.
        String text = argument.substring(keyword.length()).stripLeading();
        if (text.isEmpty() || text.charAt(0) != '<') {
            return null;
        }
        int close = closingBracket(text);
        if (close < 0 || close >= MAX_PATH) {
            return null;
        }
        if (close + 1 < text.length() && text.charAt(close + 1) != ' ') {
            return null;
        }
        String mailbox = withoutSourceRoute(text.substring(1, close));
        return mailbox == null
                ? null
                : new Path(mailbox, text.substring(close + 1).strip());
    }

    private static int closingBracket(String text) {
        boolean quoted = false;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    // RFC 5321 §4.1.1.3 and appendix C: a source route is accepted and ignored
    private static @Nullable String withoutSourceRoute(String mailbox) {
        if (!mailbox.startsWith("@")) {
            return mailbox;
        }
        int colon = mailbox.indexOf(':');
        return colon < 0 ? null : mailbox.substring(colon + 1);
    }

    // RFC 5321 §4.1.2: esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-"), esmtp-value = 1*(%d33-60 / %d62-126)
    private static @Nullable Map<String, String> parameters(String text) {
        if (text.isEmpty()) {
            return Map.of();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        StringTokenizer words = new StringTokenizer(text, " ");
        while (words.hasMoreTokens()) {
            String parameter = words.nextToken();
            int equals = parameter.indexOf('=');
            String keyword = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            boolean wellFormed = isKeyword(keyword) && isValue(value) && (equals < 0 || !value.isEmpty());
            if (!wellFormed || parameters.put(keyword.toUpperCase(Locale.ROOT), value) != null) {
                return null;
            }
        }
        return parameters;
    }

    private static boolean isKeyword(String text) {
        if (text.isEmpty() || text.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isLetterOrDigit(text.charAt(i)) && text.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '!' || c > '~' || c == '=') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
