package dev.postern.smtp.server.settings;

import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Trust;
import dev.postern.smtp.server.SmtpServerBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one listener is put together of: the server, its checks in the order in which they are asked, and what they hold open. */
final class ListenerParts implements AutoCloseable {
    private final SmtpServerBuilder server;
    private final String hostname;
    private final Trust trust;
    private final Face face;
    private final List<Check> checks = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();
    private @Nullable DnsjavaResolver resolver;

    /**
     * @param hostname our own name
     * @param trust whose mail is not that of a stranger
     * @param face what the listener may borrow
     */
    ListenerParts(SmtpServerBuilder server, String hostname, Trust trust, Face face) {
        this.server = server;
        this.hostname = hostname;
        this.trust = trust;
        this.face = face;
    }

    SmtpServerBuilder server() {
        return server;
    }

    String hostname() {
        return hostname;
    }

    Trust trust() {
        return trust;
    }

    Face face() {
        return face;
    }

    /** Whom all checks ask that need DNS. */
    DnsjavaResolver resolver(DnsSettings settings) {
        DnsjavaResolver open = resolver;
        if (open == null) {
            open = DnsjavaResolver.askingOrOfSystem(settings.servers(), settings.timeout());
            closing(open::close);
            resolver = open;
        }
        return open;
    }

    /** Adds a check that is asked about everybody. */
    void add(Check check) {
        checks.add(check);
    }

    /** Adds a check that is asked about strangers only. */
    void addForStrangers(Check check) {
        checks.add(trust.orElse(check));
    }

    /** Has this done when the listener has stopped, or if it does not start; perhaps twice. */
    void closing(Runnable end) {
        ends.add(end);
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
