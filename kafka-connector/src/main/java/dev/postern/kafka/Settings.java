package dev.postern.kafka;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.mail.dns.ServerAddress;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.TlsPolicyTable;
import dev.postern.smtp.limit.LimitTable;
import dev.postern.smtp.oauth.TokenGrant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Validators whose errors name the key, the value and what is allowed. */
public final class Settings {
    private static final Pattern HOST = Pattern.compile("[\\w-]{1,63}(\\.[\\w-]{1,63})*\\.?");
    private static final Pattern IP_V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*"); // never looked up
    private static final Pattern TOPIC = Pattern.compile("[\\w.-]{1,249}");

    private static final Duration LONGEST_PAUSE = Duration.ofDays(7);

    private Settings() {}

    /** A host name or an IP address; a host name may hold underscores, which names of containers have. */
    public static Validator host() {
        String allowed = "a host name or an IP address";
        return new Described(allowed, (key, value) -> {
            String host = String.valueOf(value);
            boolean isHost = HOST.matcher(host).matches() && host.length() <= 255;
            if (!isHost && !isIpV6(host)) {
                throw new ConfigException(key, value, "must be " + allowed + ", without scheme, port or brackets");
            }
        });
    }

    /** Such hosts, or none. */
    public static Validator hosts() {
        Validator each = host();
        return new Described(
                "host names or IP addresses", (key, value) -> each(value, host -> each.ensureValid(key, host)));
    }

    /** Addresses of DNS servers, or none. */
    public static Validator dnsServers() {
        return new Described(
                "IP addresses, each with a port or without",
                (key, value) -> each(value, text -> {
                    if (ServerAddress.parse(String.valueOf(text)).isEmpty()) {
                        throw new ConfigException(key, text, ServerAddress.REMEDY);
                    }
                }));
    }

    /** Entries of a {@link TlsPolicyTable}, or none. */
    public static Validator tlsPolicy() {
        return parsedList(
                "domains, each with a colon and a level", entries -> TlsPolicyTable.parse(entries, TlsMode.NONE));
    }

    /** Whole numbers from the least to the most, or none. */
    public static Validator numbers(int least, int most) {
        String allowed = "whole numbers from " + least + " to " + most;
        return new Described(
                allowed,
                (key, value) -> each(value, text -> {
                    if (!isNumber(String.valueOf(text), least, most)) {
                        throw new ConfigException(key, text, "must be one of " + allowed);
                    }
                }));
    }

    private static boolean isNumber(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            return number >= least && number <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * What this parser takes, or an empty list.
     *
     * @param parser throws {@link IllegalArgumentException} with the remedy in its message
     */
    public static Validator parsedList(String allowed, Consumer<List<String>> parser) {
        return new Described(allowed, (key, value) -> {
            try {
                parser.accept(((List<?>) value).stream().map(String::valueOf).toList());
            } catch (IllegalArgumentException e) {
                throw new ConfigException(key, value, e.getMessage());
            }
        });
    }

    /** Entries of a {@link LimitTable}, or none. */
    public static Validator limits() {
        return new Described("providers or servers, each with a colon and limits", (key, value) -> {
            try {
                LimitTable.parse(((List<?>) value).stream().map(String::valueOf).toList());
            } catch (IllegalArgumentException e) {
                throw new ConfigException(key, value, e.getMessage());
            }
        });
    }

    /** The URL of a token endpoint of OAuth 2.0, or nothing. */
    public static Validator tokenEndpoint() {
        return parsedOrEmpty("a URL", TokenGrant::endpoint);
    }

    /**
     * What this parser takes, or nothing.
     *
     * @param parser throws {@link IllegalArgumentException} with the remedy in its message
     */
    public static Validator parsedOrEmpty(String allowed, Consumer<String> parser) {
        return orEmpty(allowed, (key, value) -> {
            try {
                parser.accept(String.valueOf(value));
            } catch (IllegalArgumentException e) {
                throw new ConfigException(key, value, e.getMessage());
            }
        });
    }

    /**
     * What this check finds nothing wrong with.
     *
     * @param fault tells what is wrong, or null
     */
    public static Validator checked(String allowed, Function<String, @Nullable String> fault) {
        return new Described(allowed, (key, value) -> {
            String wrong = fault.apply(String.valueOf(value));
            if (wrong != null) {
                throw new ConfigException(key, value, wrong);
            }
        });
    }

    /** Some of these names, without regard to case, or none. */
    public static Validator namesOf(List<String> names) {
        String allowed = String.join(", ", names);
        return new Described(
                "some of " + allowed,
                (key, value) -> each(value, name -> {
                    if (names.stream().noneMatch(known -> known.equalsIgnoreCase(String.valueOf(name)))) {
                        throw new ConfigException(key, name, "must be one of " + allowed);
                    }
                }));
    }

    /** A domain (RFC 5321 §4.1.2), or nothing. */
    public static Validator domainOrEmpty() {
        return orEmpty("a host name", (key, value) -> checkDomain(key, String.valueOf(value)));
    }

    /** A mail address of US-ASCII, or nothing. */
    public static Validator addressOrEmpty() {
        return orEmpty("a mail address of US-ASCII", (key, value) -> {
            try {
                if (!Address.parse(String.valueOf(value)).isAscii()) {
                    throw new ConfigException(key, value, "must be a mail address of US-ASCII");
                }
            } catch (MalformedAddressException e) {
                throw new ConfigException(key, value, "must be a mail address: " + e.getMessage());
            }
        });
    }

    /** The name of a topic. */
    public static Validator topic() {
        String allowed = "1 to 249 letters, digits, dots, dashes or underscores";
        return new Described(allowed, (key, value) -> {
            String name = String.valueOf(value);
            if (!TOPIC.matcher(name).matches() || name.equals(".") || name.equals("..")) {
                throw new ConfigException(key, value, "the name of a topic is " + allowed);
            }
        });
    }

    /** Names of topics, or none. */
    public static Validator topics() {
        Validator each = topic();
        return new Described("names of topics", (key, value) -> each(value, name -> each.ensureValid(key, name)));
    }

    /** The name of a topic, or nothing. */
    public static Validator topicOrEmpty() {
        Validator topic = topic();
        return orEmpty(topic.toString(), topic);
    }

    /** Pauses of whole seconds, at least one, such as 90s, 5m or 1h30m; at most a week each. */
    public static Validator pauses() {
        return new Described("times such as 90s, 5m or 1h30m, up to 168h", (key, value) -> {
            if (((List<?>) value).isEmpty()) {
                throw new ConfigException(key, value, "must hold at least one time");
            }
            each(value, text -> {
                if (pause(String.valueOf(text)).isEmpty()) {
                    throw new ConfigException(key, text, "must be a time such as 90s, 5m or 1h30m, up to 168h");
                }
            });
        });
    }

    /** The pauses of such a list. */
    public static List<Duration> pauses(List<String> texts) {
        return texts.stream().map(Settings::pause).flatMap(Optional::stream).toList();
    }

    private static Optional<Duration> pause(String text) {
        try {
            Duration pause = Duration.parse("PT" + text);
            boolean isWhole = pause.equals(pause.truncatedTo(ChronoUnit.SECONDS));
            return isWhole && pause.toSeconds() > 0 && pause.compareTo(LONGEST_PAUSE) <= 0
                    ? Optional.of(pause)
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * The name of the worker's machine, for a setting that was left empty.
     *
     * @throws ConfigException if the machine has none that SMTP takes; the message asks for the setting
     */
    public static String localName(String key) {
        try {
            return checkDomain(key, InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            throw new ConfigException("The name of this machine can't be found (" + e.getMessage() + "): set " + key);
        }
    }

    /**
     * The file or directory of this name.
     *
     * @throws IOException if it can't be the name of one
     */
    public static Path path(String key, String name) throws IOException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IOException(key + " is not the name of a file: " + e.getReason(), e);
        }
    }

    /** These settings without those that are null, which count as not set. */
    public static Map<String, String> given(Map<String, @Nullable String> settings) {
        Map<String, String> given = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            if (value != null) {
                given.put(key, value);
            }
        });
        return given;
    }

    private static Validator orEmpty(String allowed, Validator validator) {
        return new Described(allowed + ", or empty", (key, value) -> {
            if (!String.valueOf(value).isEmpty()) {
                validator.ensureValid(key, value);
            }
        });
    }

    private static void each(Object value, Consumer<Object> check) {
        for (Object element : (List<?>) value) {
            check.accept(element);
        }
    }

    private static String checkDomain(String key, String name) {
        try {
            return Domain.parse(name).text();
        } catch (MalformedAddressException e) {
            throw new ConfigException(key, name, "must be a host name such as mail.example.org: " + e.getMessage());
        }
    }

    private static boolean isIpV6(String text) {
        try {
            return IP_V6.matcher(text).matches() && InetAddress.getByName(text).getAddress().length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** One of the names of an enum, in lower case, without regard to case; the validator recommends them too. */
    public static <T extends Enum<T>> Validator nameOf(Class<T> type) {
        return new Name(Stream.of(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList());
    }

    /** A validator that says in words what it allows. */
    private record Described(String description, Validator validator) implements Validator {
        @Override
        public void ensureValid(String key, Object value) {
            validator.ensureValid(key, value);
        }

        @Override
        public String toString() {
            return description;
        }
    }

    private record Name(List<String> names) implements Validator, Recommender {
        @Override
        public void ensureValid(String key, Object value) {
            if (names.stream().noneMatch(name -> name.equalsIgnoreCase(String.valueOf(value)))) {
                throw new ConfigException(key, value, "must be " + this);
            }
        }

        @Override
        public List<Object> validValues(String key, Map<String, Object> settings) {
            return List.copyOf(names);
        }

        @Override
        public boolean visible(String key, Map<String, Object> settings) {
            return true;
        }

        @Override
        public String toString() {
            return "one of " + String.join(", ", names);
        }
    }
}
