package dev.postern.gateway.route;

import dev.postern.jca.Destination;
import dev.postern.jca.MailRejectedException;
import dev.postern.jca.ServerAccess;
import dev.postern.jca.config.OnwardLogin;
import dev.postern.mail.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines of a routing table: a recipient pattern, blanks, and targets with commas between. Empty lines, and those that begin with {@code #}, don't count. */
final class RoutesParser {
    private static final int MOST_LINES = 100_000;
    private static final int MOST_PATTERNS = 1_000; // each is looked at for each recipient

    private static final Pattern LINE = Pattern.compile("(?<pattern>\\S+)\\s+(?<targets>\\S.*)");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}"); // as Kafka has it
    private static final Pattern REJECT =
            Pattern.compile("(?<code>[0-9]{3})(?:\\s+(?<enhanced>[0-9]\\.[0-9]{1,3}\\.[0-9]{1,3}))?\\s+(?<text>\\S.*)");

    private final String file;
    private final List<String> problems = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private final Map<String, Route> keys = new HashMap<>();
    private int patterns;

    private RoutesParser(String file) {
        this.file = file;
    }

    /**
     * Reads a table.
     *
     * @param file what to call it
     * @throws RoutesException with all that is wrong, line by line
     */
    static RoutingTable parse(String file, List<String> lines) throws RoutesException {
        RoutesParser parser = new RoutesParser(file);
        int number = 0;
        for (String line : lines) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                parser.read(number, text);
            }
        }
        return parser.table();
    }

    private RoutingTable table() throws RoutesException {
        if (routes.size() > MOST_LINES || patterns > MOST_PATTERNS) {
            problems.add(file + " has more than " + MOST_LINES + " lines, or " + MOST_PATTERNS
                    + " with stars that are not before @ or a dot: use *@domain and *@*.domain");
        }
        if (routes.isEmpty() && problems.isEmpty()) {
            problems.add(file + " has no line, so that no recipient would be known: add one such as * topic:mail-in");
        }
        refuse();
        RoutingTable table = new RoutingTable(routes);
        checkThatAllCount(table);
        new AliasCheck(table, this::wrong).run(routes);
        refuse();
        return table;
    }

    private void refuse() throws RoutesException {
        if (!problems.isEmpty()) {
            throw new RoutesException(problems);
        }
    }

    private void wrong(int line, String what) {
        problems.add(file + " line " + line + ": " + what);
    }

    private void read(int number, String text) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            wrong(number, "says not where mail for " + text + " goes: add a target such as topic:mail-in");
            return;
        }
        try {
            RecipientPattern pattern = RecipientPattern.parse(line.group("pattern"));
            Route route = new Route(number, pattern, targets(line.group("targets")));
            Route other = pattern.key() == null ? null : keys.putIfAbsent(pattern.key(), route);
            if (other != null) {
                wrong(
                        number,
                        line.group("pattern") + " stands in line " + other.line()
                                + " too: write all of its targets there");
            }
            patterns += pattern.key() == null ? 1 : 0;
            routes.add(route);
        } catch (IllegalArgumentException e) {
            wrong(number, String.valueOf(e.getMessage()));
        }
    }

    private static List<Target> targets(String text) {
        if (text.startsWith("reject:")) { // whose text may hold commas
            return List.of(reject(text.substring("reject:".length()).strip()));
        }
        List<Target> targets = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            Target target = target(each.strip());
            if (!targets.contains(target)) {
                targets.add(target);
            }
        }
        if (targets.size() > 1 && targets.stream().anyMatch(Target.Discard.class::isInstance)) {
            throw new IllegalArgumentException(
                    "discard stands alone: what else the line says would be done all the same");
        }
        return List.copyOf(targets);
    }

    private static Target target(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a target is missing before or behind a comma");
        }
        if (text.equals("discard")) {
            return new Target.Discard();
        }
        if (text.startsWith("topic:")) {
            String topic = text.substring("topic:".length());
            if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
                throw new IllegalArgumentException(
                        text + " is no topic: its name is of up to 249 letters, digits, dots, dashes and underscores");
            }
            return new Target.Topic(topic);
        }
        if (text.startsWith("reject:")) {
            throw new IllegalArgumentException("reject stands alone: a mail can't be both refused and taken");
        }
        if (text.indexOf('@') >= 0 && !text.contains(":")) {
            return new Target.Alias(Address.parse(text));
        }
        Destination destination = destination(text);
        checkLogin(destination);
        return new Target.Onward(destination);
    }

    private static Destination destination(String text) {
        try {
            return Destination.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + "; or topic:NAME, discard, reject:550 5.1.1 text, or an address", e);
        }
    }

    private static void checkLogin(Destination destination) {
        ServerAccess access = destination instanceof Destination.Relay relay
                ? relay.access()
                : destination instanceof Destination.Lmtp lmtp ? lmtp.access() : ServerAccess.UNSAID;
        String login = access.login();
        if (login != null && OnwardLogin.find(login).isEmpty()) {
            throw new IllegalArgumentException(OnwardLogin.remedy(login));
        }
    }

    private static Target.Reject reject(String text) {
        Matcher reply = REJECT.matcher(text);
        if (!reply.matches()) {
            throw new IllegalArgumentException(
                    "reject:" + text + " is no reply: write it as reject:550 5.1.1 No such user");
        }
        int code = Integer.parseInt(reply.group("code"));
        String enhanced = Optional.ofNullable(reply.group("enhanced")).orElse(code / 100 + ".7.1");
        MailRejectedException checked = new MailRejectedException(code, enhanced, reply.group("text"));
        return new Target.Reject(checked.code(), checked.enhancedCode(), reply.group("text"));
    }

    private void checkThatAllCount(RoutingTable table) {
        for (Route route : routes) {
            if (route.pattern().isOfOne()) {
                Address address = Address.parse(String.valueOf(route.pattern().key()));
                int counts = table.find(address).map(Route::line).orElse(route.line());
                if (counts != route.line()) {
                    wrong(
                            route.line(),
                            address + " never counts, as line " + counts + " fits it first: move it above that line");
                }
            }
        }
    }
}
