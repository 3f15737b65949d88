package dev.postern.smtp.server.settings;

import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an operator says of all the listeners whose mail goes the same way: one, or several by name. */
public final class GatewaySettings {
    /** What the names of settings begin with that one of several listeners has for itself. */
    public static final String LISTENER = "listener.";

    static final Setting<List<String>> LISTENERS = Setting.list(
            "listeners",
            "Listeners",
            Importance.LOW,
            "Names of several listeners, such as mx,submission, in lower case letters and digits. Each takes every other setting from"
                    + " listener.NAME.SETTING, as in listener.submission.listen.port, else from the one that stands here without a name."
                    + " Empty: one listener, without a name.");

    private final SettingValues values;
    private final List<String> names;
    private final Map<String, ListenerSettings> listeners = new LinkedHashMap<>();

    private GatewaySettings(SettingValues values) {
        this.values = values;
        names = values.get(LISTENERS);
        if (names.isEmpty()) {
            listeners.put("", ListenerSettings.of(values));
        }
        names.forEach(name -> listeners.put(name, ListenerSettings.of(valuesOf(name))));
    }

    /** Reads them all. */
    public static GatewaySettings of(SettingValues values) {
        return new GatewaySettings(values);
    }

    /** The listeners that are named; none where there is but one. */
    public List<String> names() {
        return names;
    }

    /** The largest message in octets that one of them takes. */
    public long messageSize() {
        return listeners.values().stream()
                .mapToLong(ListenerSettings::messageSize)
                .max()
                .orElseThrow();
    }

    /** The names of settings that one of the named listeners may have for itself. */
    public Set<String> namesOfTheirOwn() {
        return names.stream()
                .flatMap(name -> settings().map(setting -> SettingValues.prefixOf(name) + setting.name()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * What is wrong with these settings, each on its own, together, or with the files of this machine. Whether a port is free is seen at the
     * start only: while settings change, the listener that has it is our own.
     *
     * @param face of the gateway whose settings they are
     */
    public List<SettingProblem> problems(Face face) {
        Set<SettingProblem> problems = new LinkedHashSet<>(values.unreadable());
        for (String name : names) {
            if (!name.matches("[a-z0-9]+")) {
                problems.add(new SettingProblem(
                        LISTENERS.name(), name, "the name of a listener is of lower case letters and digits"));
            }
        }
        listeners.values().forEach(listener -> problems.addAll(listener.problems(face)));
        checkPlaces(problems);
        checkUsers(problems);
        return List.copyOf(problems);
    }

    /**
     * Starts all listeners as these settings say, or none.
     *
     * @param stopGrace how long the end of each waits for content and open replies
     * @param face as in {@link #problems}
     * @throws IOException if a port can't be had, a file can't be read, or our own name is not set and can't be found; the message names
     *     the setting
     * @throws IllegalArgumentException if there are {@linkplain #problems problems}
     */
    public Listeners listen(MailSink sink, Duration stopGrace, Face face) throws IOException {
        List<SmtpServer> open = new ArrayList<>();
        boolean all = false;
        try {
            for (ListenerSettings listener : listeners.values()) {
                open.add(listener.listen(sink, stopGrace, face));
            }
            all = true;
            return new Listeners(open);
        } finally {
            if (!all) {
                new Listeners(open).close();
            }
        }
    }

    /** Whether whoever has logged in is a user of the application server. */
    public boolean usersAreTheServers() {
        return listeners.values().stream().anyMatch(listener -> listener.users() == AuthSettings.Users.SERVER);
    }

    /** Whether another gateway would listen where one of these listeners does. */
    public boolean meets(GatewaySettings other) {
        return places().anyMatch(place -> other.places().anyMatch(place::equals));
    }

    /** In which settings another gateway differs. */
    public List<SettingDifference> differences(GatewaySettings other) {
        if (!names.equals(other.names)) {
            return List.of(
                    new SettingDifference(LISTENERS.name(), String.join(",", names), String.join(",", other.names)));
        }
        Set<SettingDifference> differences = new LinkedHashSet<>();
        for (String name : listeners.keySet()) {
            SettingValues mine = valuesOf(name);
            SettingValues theirs = other.valuesOf(name);
            settings().forEach(setting -> mine.difference(setting, theirs).ifPresent(differences::add));
        }
        return List.copyOf(differences);
    }

    /** The settings that name a class of the operator's own. */
    public List<String> ownClasses() {
        return Stream.of(PolicySettings.VERIFIER, AuthSettings.AUTHENTICATOR)
                .filter(setting -> listeners.keySet().stream()
                        .anyMatch(name -> !valuesOf(name).get(setting).isEmpty()))
                .map(Setting::name)
                .toList();
    }

    /** Whether an exact address among patterns of recipients stands for itself with a tag too. */
    public boolean tagsBelongToAddresses() {
        return values.get(PolicySettings.TAGS);
    }

    /** Where they are; no secret. */
    @Override
    public String toString() {
        return listeners.values().stream().map(ListenerSettings::toString).collect(Collectors.joining(", "));
    }

    private SettingValues valuesOf(String listener) {
        return listener.isEmpty() ? values : values.ofListener(listener);
    }

    private Stream<String> places() {
        return listeners.values().stream()
                .filter(listener -> !listener.isAnywhere())
                .map(ListenerSettings::toString);
    }

    private static Stream<Setting<?>> settings() {
        return Stream.concat(ListenerSettings.GROUPS.stream(), ListenerSettings.GROUPS_IN_A_SERVER.stream())
                .flatMap(group -> group.settings().stream())
                .filter(setting -> setting != LISTENERS);
    }

    private void checkPlaces(Set<SettingProblem> problems) {
        Map<String, String> taken = new LinkedHashMap<>();
        listeners.forEach((name, listener) -> {
            String other = listener.isAnywhere() ? null : taken.putIfAbsent(listener.toString(), name);
            if (other != null) {
                problems.add(new SettingProblem(
                        SettingValues.prefixOf(name) + BindSettings.PORT.name(),
                        listener.toString(),
                        "is where the listener " + other + " is too: give each its own port"));
            }
        });
    }

    // A name that only a file or own code knows must not become a caller whom the application server trusts.
    private void checkUsers(Set<SettingProblem> problems) {
        if (usersAreTheServers()) {
            listeners.forEach((name, listener) -> {
                if (listener.users() == AuthSettings.Users.FILE || listener.users() == AuthSettings.Users.OWN_CLASS) {
                    problems.add(
                            new SettingProblem(
                                    SettingValues.prefixOf(name)
                                            + listener.sourceOfUsers().name(),
                                    "",
                                    "another listener of this gateway takes the application server's users: let all do, or none"));
                }
            });
        }
    }
}
