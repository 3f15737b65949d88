package dev.postern.smtp.server.settings;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.policy.Networks;
import dev.postern.smtp.server.ListenerMode;
import dev.postern.smtp.server.settings.Setting.Importance;
import dev.postern.smtp.wire.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Where a listener is, and what it calls itself. */
final class BindSettings implements SettingArea {
    static final Setting<String> HOST = Setting.text(
            "listen.host", "Listen host", "127.0.0.1", Importance.HIGH, "The address to listen on; 0.0.0.0 for all.");
    static final Setting<Integer> PORT = Setting.count(
                    "listen.port",
                    "Listen port",
                    2525,
                    Importance.HIGH,
                    "The port to listen on; 0 takes a free one, which the log names.")
            .between(0, 65_535);
    static final Setting<String> PATH = Setting.text(
            "listen.path",
            "Listen path",
            "",
            Importance.LOW,
            "The path of a Unix domain socket to listen on instead of host and port, where mode=lmtp and on Linux; all users of the machine"
                    + " that can reach it may deliver. Empty: host and port.");
    static final Setting<String> HOSTNAME = Setting.text(
            "hostname",
            "Own name",
            "",
            Importance.MEDIUM,
            "Our own name in the greeting and in Received; empty: the name of this machine.");
    static final Setting<List<String>> PROXY_NETWORKS = Setting.list(
            "proxy.networks",
            "Networks of proxies",
            Importance.LOW,
            "Networks of proxies that speak the PROXY protocol, version 1 or 2: their connections must begin with it, and nobody else's may.");

    private final String host;
    private final int port;
    private final String path;
    private final boolean lmtp;
    private final String hostname;
    private final List<String> proxies;

    BindSettings(SettingValues values) {
        host = values.get(HOST);
        port = values.get(PORT);
        path = values.get(PATH);
        lmtp = ModeSettings.mode(values) == ListenerMode.LMTP;
        hostname = values.get(HOSTNAME);
        proxies = values.get(PROXY_NETWORKS);
    }

    @Override
    public void check(Problems problems) {
        try {
            InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            problems.add(
                    HOST, host, "must be the name or address of this machine, without port, but is known to nobody");
        }
        checkPath(problems);
        if (!hostname.isEmpty()) {
            try {
                Domain.parse(hostname);
            } catch (MalformedAddressException e) {
                problems.add(HOSTNAME, hostname, "must be a host name such as mail.example.org: " + e.getMessage());
            }
        }
        try {
            Networks.parse(proxies);
        } catch (IllegalArgumentException e) {
            problems.add(PROXY_NETWORKS, String.join(",", proxies), e);
        }
    }

    private void checkPath(Problems problems) {
        if (path.isEmpty()) {
            return;
        }
        if (!lmtp) {
            problems.add(PATH, path, "a socket is for LMTP: set " + problems.spell(ModeSettings.MODE) + "=lmtp");
        }
        if (!Transport.best().hasDomainSockets()) {
            problems.add(PATH, path, "sockets need Linux's epoll, whose library can't be loaded here");
        }
        try {
            Problems.path(path);
        } catch (IOException e) {
            problems.add(PATH, path, e);
        }
    }

    @Override
    public void applyTo(ListenerParts parts) throws IOException {
        if (!path.isEmpty()) {
            parts.server().listen(Problems.path(path));
        }
        parts.server().listen(new InetSocketAddress(host, port)).proxies(Networks.parse(proxies));
    }

    /** Our own name: that which is set, else this machine's. */
    String hostname(Problems names) throws UnknownHostException {
        return hostname.isEmpty() ? localName(names) : hostname;
    }

    /** Says what to set where the port or socket can't be had. */
    IOException explained(BindException e, Problems names) {
        BindException failure = new BindException(e.getMessage() + "; set "
                + (path.isEmpty() ? names.spell(HOST) + " and " + names.spell(PORT) : names.spell(PATH))
                + " to what is free on this machine");
        failure.initCause(e);
        return failure;
    }

    /** Whether it takes a port that is free. */
    boolean isAnywhere() {
        return path.isEmpty() && port == 0;
    }

    /** Host and port, or the path of the socket. */
    @Override
    public String toString() {
        return path.isEmpty() ? host + ":" + port : path;
    }

    private static String localName(Problems names) throws UnknownHostException {
        String remedy = "set " + names.spell(HOSTNAME);
        try {
            return Domain.parse(InetAddress.getLocalHost().getHostName()).text();
        } catch (UnknownHostException e) {
            throw new UnknownHostException(
                    "the name of this machine can't be found (" + e.getMessage() + "): " + remedy);
        } catch (MalformedAddressException e) {
            throw new UnknownHostException(
                    "the name of this machine is none that SMTP takes (" + e.getMessage() + "): " + remedy);
        }
    }
}
