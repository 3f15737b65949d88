package dev.postern.smtp.server.settings;

import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.SmtpServerBuilder;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;

/** What an operator says of one listener, under the same names in every face of the gateway. */
public final class ListenerSettings {
    /** The address to listen on. */
    public static final Setting<String> HOST = BindSettings.HOST;

    /** The port to listen on. */
    public static final Setting<Integer> PORT = BindSettings.PORT;

    /** The largest message in octets. */
    public static final Setting<Long> MESSAGE_SIZE = LimitSettings.MESSAGE_SIZE;

    /** All settings that each listener has, in the order in which to read them. */
    public static final List<SettingGroup> GROUPS = List.of(
            SettingGroup.of(
                    "Listener",
                    HOST,
                    PORT,
                    GatewaySettings.LISTENERS,
                    BindSettings.PATH,
                    ModeSettings.MODE,
                    BindSettings.HOSTNAME,
                    RelaySettings.ACCEPTED_DOMAINS,
                    RelaySettings.ACCEPT_ANY_DOMAIN,
                    RelaySettings.RELAY_NETWORKS,
                    BindSettings.PROXY_NETWORKS,
                    ModeSettings.RETURN_PATH),
            TlsSettings.GROUP,
            DnsSettings.GROUP,
            OriginSettings.GROUP,
            ReportSettings.GROUP,
            SealSettings.GROUP,
            ScanSettings.GROUP,
            FilterSettings.GROUP,
            AuthSettings.GROUP,
            PolicySettings.GROUP,
            SettingGroup.of(
                    "Limits",
                    MESSAGE_SIZE,
                    LimitSettings.RECIPIENTS,
                    LimitSettings.CONNECTIONS,
                    LimitSettings.JUNK_COMMANDS),
            ClientLimitSettings.GROUP,
            SettingGroup.of("Spool", SpoolSettings.DIRECTORY, SpoolSettings.MEMORY, SpoolSettings.TOTAL));

    /** Further settings of a listener in an application server. */
    public static final List<SettingGroup> GROUPS_IN_A_SERVER =
            List.of(SettingGroup.of("Application server", AuthSettings.REALM));

    private final SettingValues values;
    private final BindSettings bind;
    private final RelaySettings relay;
    private final AuthSettings auth;
    private final List<SettingArea> areas;

    private ListenerSettings(SettingValues values) {
        this.values = values;
        bind = new BindSettings(values);
        relay = new RelaySettings(values);
        auth = new AuthSettings(values);
        DnsSettings dns = new DnsSettings(values);
        // in the order of their checks: those first that cost nothing
        areas = List.of(
                bind,
                new ModeSettings(values, auth),
                new LimitSettings(values),
                new ClientLimitSettings(values),
                new TlsSettings(values),
                auth,
                relay,
                new PolicySettings(values),
                dns,
                new OriginSettings(values, dns),
                new ScanSettings(values),
                new FilterSettings(values),
                new SpoolSettings(values));
    }

    /** Reads them all. */
    public static ListenerSettings of(SettingValues values) {
        return new ListenerSettings(values);
    }

    /**
     * What is wrong with these settings, each on its own, together, or with the files of this machine. Whether the port is free is seen
     * at the start only: while settings change, the listener that has it is our own.
     *
     * @param face of the gateway whose settings they are
     */
    public List<SettingProblem> problems(Face face) {
        Problems problems = new Problems(values, face);
        problems.addAll(values.unreadable());
        areas.forEach(area -> area.check(problems));
        return problems.found();
    }

    /**
     * Starts a listener as these settings say.
     *
     * @param stopGrace how long its end waits for content and open replies
     * @param face as in {@link #problems}
     * @throws IOException if the port can't be had, a file can't be read, or our own name is not set and can't be found; the message names
     *     the setting
     * @throws IllegalArgumentException if there are {@linkplain #problems problems}
     */
    public SmtpServer listen(MailSink sink, Duration stopGrace, Face face) throws IOException {
        Problems names = new Problems(values, face);
        String hostname = bind.hostname(names);
        SmtpServerBuilder server = SmtpServer.builder(sink).hostname(hostname).stopGrace(stopGrace);
        ListenerParts parts = new ListenerParts(server, hostname, relay.trust(), face);
        boolean started = false;
        try {
            for (SettingArea area : areas) {
                area.applyTo(parts);
            }
            SmtpServer listener =
                    server.checks(parts.checks()).stopped(parts::close).start();
            started = true;
            return listener;
        } catch (BindException e) {
            throw bind.explained(e, names);
        } finally {
            if (!started) {
                parts.close();
            }
        }
    }

    /** Where it knows its users from. */
    AuthSettings.Users users() {
        return auth.users();
    }

    /** What names them. */
    Setting<?> sourceOfUsers() {
        return auth.source();
    }

    long messageSize() {
        return values.get(MESSAGE_SIZE);
    }

    /** Whether it takes a port that is free, and so no other's. */
    boolean isAnywhere() {
        return bind.isAnywhere();
    }

    /** Address and port, or the path of the socket; no secret. */
    @Override
    public String toString() {
        return bind.toString();
    }
}
