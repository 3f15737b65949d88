package dev.postern.jca.inbound;

import dev.postern.jca.config.OutsideSettings;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.settings.Face;
import dev.postern.smtp.server.settings.GatewaySettings;
import dev.postern.smtp.server.settings.ListenerSettings;
import dev.postern.smtp.server.settings.Listeners;
import dev.postern.smtp.server.settings.SettingValues;
import jakarta.resource.spi.InvalidPropertyException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is set for one listener: what stands in its activation configuration, overridden from outside where it has a name.
 *
 * @param name empty for a listener that can't be configured from outside
 * @param deliveries the most mails that are with the bean at the same time
 * @param replyDeadline how long a client waits for the bean's transaction
 * @param stripBcc whether Bcc fields are removed
 */
record ListenerConfiguration(
        String name, GatewaySettings listeners, int deliveries, Duration replyDeadline, boolean stripBcc) {
    private static final String DELIVERIES = "deliveries.max";
    private static final String REPLY_DEADLINE = "reply.deadline.ms";
    private static final String STRIP_BCC = "strip.bcc";

    // RFC 5321 §4.5.3.2.6: a client waits 10 minutes for the reply to its content
    private static final long LONGEST_DEADLINE_MILLIS = 570_000;

    /** Reads what can be judged of it as long as there is no bean: all but the classes of the bean's application. */
    static ListenerConfiguration of(MailActivationSpec spec) throws InvalidPropertyException {
        return of(spec, null);
    }

    /**
     * Reads an activation configuration, and what is set outside under its name.
     *
     * @param code finds the classes of the bean's application
     * @throws InvalidPropertyException naming each setting that is wrong, its value, and what is allowed
     */
    static ListenerConfiguration of(MailActivationSpec spec, @Nullable ClassLoader code)
            throws InvalidPropertyException {
        OutsideSettings outside = OutsideSettings.of(spec.getName().isEmpty() ? "-" : spec.getName());
        Reader reader = new Reader(spec.getName(), outside, code);
        ListenerConfiguration configuration = reader.read(spec);
        reader.refuseWhatIsWrong();
        return configuration;
    }

    /**
     * Starts the listener.
     *
     * @param code finds the classes of the bean's application
     * @param realm opens the application server's users
     * @throws IOException if the port can't be had, a file can't be read or a class can't be used; the message names the setting
     */
    Listeners listen(MailSink sink, Duration stopGrace, @Nullable ClassLoader code, Supplier<Authenticator> realm)
            throws IOException {
        return listeners.listen(
                sink,
                stopGrace,
                Face.of(key -> spelling(name, key)).withCode(code).withRealm(realm));
    }

    @Override
    public String toString() {
        return (name.isEmpty() ? "" : name + " on ") + listeners;
    }

    // there is one in each application server, but it is of use only to an open listener
    private static Authenticator notYet() {
        throw new IllegalStateException("the listener is not open yet");
    }

    /** The property of the activation configuration, and where it may be set outside. */
    private static String spelling(String name, String key) {
        StringBuilder property = new StringBuilder();
        for (String word : key.split("\\.", -1)) {
            property.append(property.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return property + (name.isEmpty() ? "" : " (outside: " + outsideName(name, key) + ")");
    }

    private static String outsideName(String name, String key) {
        return "postern." + name + "." + key;
    }

    /** Gathers values and complaints. */
    private static final class Reader {
        private final String name;
        private final OutsideSettings outside;
        private final @Nullable ClassLoader code;
        private final Set<String> known = new TreeSet<>();
        private final Set<String> theirOwn = new HashSet<>();
        private final List<String> wrong = new ArrayList<>();

        Reader(String name, OutsideSettings outside, @Nullable ClassLoader code) {
            this.name = name;
            this.outside = outside;
            this.code = code;
        }

        ListenerConfiguration read(MailActivationSpec spec) {
            if (!name.matches("[a-z0-9-]*")) {
                wrong("name", name, "may hold lower case letters, digits and dashes");
            }
            Map<String, String> inside = spec.listener();
            GatewaySettings listeners =
                    GatewaySettings.of(SettingValues.of(key -> outside.get(key).orElse(inside.get(key))));
            theirOwn.addAll(listeners.namesOfTheirOwn());
            long deliveries = number(DELIVERIES, spec.getDeliveriesMax(), Integer.MAX_VALUE);
            long deadline = number(REPLY_DEADLINE, spec.getReplyDeadlineMs(), Integer.MAX_VALUE);
            boolean stripBcc = truth(STRIP_BCC, spec.isStripBcc());
            check(DELIVERIES, deliveries, deliveries >= 1, "must be at least 1");
            check(
                    REPLY_DEADLINE,
                    deadline,
                    deadline >= 1 && deadline <= LONGEST_DEADLINE_MILLIS,
                    "must be from 1 to " + LONGEST_DEADLINE_MILLIS);
            listeners
                    .problems(Face.of(this::spelling).withCode(code).withRealm(ListenerConfiguration::notYet))
                    .forEach(problem -> wrong(spelling(problem.name()), problem.value(), problem.remedy()));
            return new ListenerConfiguration(
                    name, listeners, (int) deliveries, Duration.ofMillis(Math.max(1, deadline)), stripBcc);
        }

        void refuseWhatIsWrong() throws InvalidPropertyException {
            Set<String> strangers = new TreeSet<>(outside.all().keySet());
            Stream.of(ListenerSettings.GROUPS, ListenerSettings.GROUPS_IN_A_SERVER)
                    .flatMap(List::stream)
                    .forEach(group -> group.settings().forEach(setting -> known.add(setting.name())));
            strangers.removeAll(known);
            strangers.removeAll(theirOwn);
            strangers.forEach(key -> wrong.add(
                    outsideName(name, key) + " is not a setting of a listener; those are " + String.join(", ", known)));
            if (!wrong.isEmpty()) {
                throw new InvalidPropertyException("the listener " + (name.isEmpty() ? "" : name + " ")
                        + "can't be opened: " + String.join("; ", wrong));
            }
        }

        private long number(String key, long inside, long most) {
            return value(
                    key,
                    inside,
                    text -> {
                        long number = Long.parseLong(text);
                        if (number > most) {
                            throw new NumberFormatException();
                        }
                        return number;
                    },
                    "a whole number up to " + most);
        }

        private boolean truth(String key, boolean inside) {
            return value(
                    key,
                    inside,
                    text -> switch (text) {
                        case "true" -> true;
                        case "false" -> false;
                        default -> throw new IllegalArgumentException();
                    },
                    "true or false");
        }

        private <T> T value(String key, T inside, Function<String, T> parse, String what) {
            known.add(key);
            String text = outside.get(key).orElse(null);
            if (text == null) {
                return inside;
            }
            try {
                return parse.apply(text.strip());
            } catch (IllegalArgumentException e) {
                wrong(spelling(key), text, "must be " + what);
                return inside;
            }
        }

        private void check(String key, long value, boolean right, String allowed) {
            if (!right) {
                wrong(spelling(key), value, allowed);
            }
        }

        private void wrong(String spelling, Object value, String remedy) {
            wrong.add(spelling + (value.equals("") ? "" : " = " + value) + ": " + remedy);
        }

        private String spelling(String key) {
            return ListenerConfiguration.spelling(name, key);
        }
    }
}
