package dev.postern.jca.inbound;

import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.settings.Face;
import dev.postern.smtp.server.settings.GatewaySettings;
import dev.postern.smtp.server.settings.ListenerSettings;
import dev.postern.smtp.server.settings.Listeners;
import dev.postern.smtp.server.settings.Setting;
import dev.postern.smtp.server.settings.SettingValues;
import jakarta.resource.spi.InvalidPropertyException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is set for one activation: what stands in its activation configuration, overridden from outside where it has a name.
 *
 * @param name empty for one that can't be configured from outside
 * @param listeners what is set for the listeners, alike for all beans that share them
 * @param bean what is set for the bean alone
 */
record ListenerConfiguration(String name, GatewaySettings listeners, BeanSettings bean) {
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
        PropertyReader reader = new PropertyReader(spec.getName());
        Map<String, String> inside = spec.listener();
        GatewaySettings listeners = GatewaySettings.of(SettingValues.of(key -> {
            String outside = reader.outside(key);
            return outside == null ? inside.get(key) : outside;
        }));
        BeanSettings bean = BeanSettings.read(spec, reader, listeners.tagsBelongToAddresses());
        listeners
                .problems(Face.of(reader::spelling).withCode(code).withRealm(ListenerConfiguration::notYet))
                .forEach(problem -> reader.wrong(reader.spelling(problem.name()), problem.value(), problem.remedy()));
        reader.know(Stream.of(ListenerSettings.GROUPS, ListenerSettings.GROUPS_IN_A_SERVER)
                .flatMap(List::stream)
                .flatMap(group -> group.settings().stream())
                .map(Setting::name)
                .toList());
        reader.refuseWhatIsWrong(listeners.namesOfTheirOwn());
        return new ListenerConfiguration(spec.getName(), listeners, bean);
    }

    /**
     * Starts the listener.
     *
     * @param takers says which recipients there are beans for
     * @param code finds the classes of the bean's application
     * @param realm opens the application server's users
     * @throws IOException if the port can't be had, a file can't be read or a class can't be used; the message names the setting
     */
    Listeners listen(
            MailSink sink, Duration stopGrace, Check takers, @Nullable ClassLoader code, Supplier<Authenticator> realm)
            throws IOException {
        return listeners.listen(
                sink,
                stopGrace,
                Face.of(this::spelling).withCode(code).withRealm(realm).withTakers(takers));
    }

    /** The property of the activation configuration, and where it may be set outside. */
    String spelling(String key) {
        return PropertyReader.spelling(name, key);
    }

    @Override
    public String toString() {
        return (name.isEmpty() ? "" : name + " on ") + listeners;
    }

    // there is one in each application server, but it is of use only to an open listener
    private static Authenticator notYet() {
        throw new IllegalStateException("the listener is not open yet");
    }
}
