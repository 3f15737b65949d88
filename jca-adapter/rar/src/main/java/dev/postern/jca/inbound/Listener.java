package dev.postern.jca.inbound;

import dev.postern.jca.monitor.ListenerMXBean;
import dev.postern.jca.monitor.Monitor;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.settings.Listeners;
import dev.postern.smtp.server.settings.SettingDifference;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.work.WorkManager;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;

/** The open ports whose mail goes to the beans that share them. They are open as long as there is one. */
final class Listener {
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);
    private static final Duration LOGIN_DEADLINE = Duration.ofSeconds(30);
    private static final int MOST_LOGINS = 20;

    private final Listeners servers;
    private final Bindings bindings;
    private final ListenerConfiguration configuration;
    private final ClassLoader code;
    private final Monitor monitor = new Monitor();

    private Listener(Listeners servers, Bindings bindings, BoundBean first) {
        this.servers = servers;
        this.bindings = bindings;
        this.configuration = first.configuration();
        this.code = first.code();
        for (SmtpServer server : servers.servers()) {
            monitor.show("Listener", server.place(), new ListenerStatus(server, bindings), ListenerMXBean.class);
        }
    }

    /** @throws IOException if the port can't be had, a file can't be read or a class can't be used; the message names it */
    static Listener open(BoundBean first, WorkManager workers, ScheduledExecutorService deadlines) throws IOException {
        Bindings bindings = new Bindings(first, System::nanoTime);
        return new Listener(
                first.configuration()
                        .listen(
                                new ShareSink(bindings, workers),
                                STOP_GRACE,
                                new BoundRecipients(bindings),
                                first.code(),
                                () -> new RealmAuthenticator(workers, deadlines, LOGIN_DEADLINE, MOST_LOGINS)),
                bindings,
                first);
    }

    /** Whether a bean asks for a port that is open here. */
    boolean isWanted(BoundBean bean) {
        return configuration.listeners().meets(bean.configuration().listeners());
    }

    /** @throws InvalidPropertyException if the bean can't share it; the message names both beans, and what they differ in */
    void bind(BoundBean bean) throws InvalidPropertyException {
        checkAlike(bean);
        bindings.add(bean);
    }

    /**
     * Takes a bean out: refuses what waits for it, and lets what is with it come to its end within 10 seconds. The last one takes the ports
     * with it.
     */
    void unbind(BoundBean bean) {
        if (bindings.beans().equals(List.of(bean))) {
            bean.stop();
            servers.close();
            monitor.close();
        } else {
            bindings.remove(bean);
            bean.stop();
            bean.awaitIdle(STOP_GRACE);
        }
    }

    /** Where they are. */
    @Override
    public String toString() {
        return servers.toString();
    }

    private void checkAlike(BoundBean bean) throws InvalidPropertyException {
        ListenerConfiguration wanted = bean.configuration();
        BoundBean other = bindings.beans().get(0);
        List<SettingDifference> differences = wanted.listeners().differences(configuration.listeners());
        if (!differences.isEmpty()) {
            throw new InvalidPropertyException(
                    "the bean " + bean + " can't share the listener " + this + " with the bean "
                            + other + ", which sets it up otherwise: "
                            + differences.stream()
                                    .map(difference -> wanted.spelling(difference.name()) + " = " + difference.one()
                                            + ", there " + difference.other())
                                    .collect(Collectors.joining("; "))
                            + "; set them alike, or take another listenPort");
        }
        List<String> classes = wanted.listeners().ownClasses();
        if (!classes.isEmpty() && code != bean.code()) {
            throw new InvalidPropertyException(
                    "the bean " + bean + " can't share the listener " + this + " with the bean "
                            + other + " of another application, as " + wanted.spelling(classes.get(0))
                            + " names a class, which belongs to one application: move the beans into one, or take another listenPort");
        }
    }
}
