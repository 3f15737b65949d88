package dev.postern.smtp.server.settings;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.policy.AcceptedDomains;
import dev.postern.smtp.policy.Networks;
import dev.postern.smtp.policy.Trust;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** For whom a listener takes mail, and who may send to all the world. */
final class RelaySettings implements SettingArea {
    static final Setting<List<String>> ACCEPTED_DOMAINS = Setting.list(
            "accepted.domains",
            "Accepted domains",
            Importance.HIGH,
            "The domains whose recipients are accepted; others are refused with 550 5.7.1. May be empty only on a loopback address: then"
                    + " all are accepted.");
    static final Setting<Boolean> ACCEPT_ANY_DOMAIN = Setting.truth(
            "accept.any.domain",
            "Accept any domain",
            false,
            Importance.LOW,
            "Whether recipients of any domain are accepted also on an address that is not loopback.");
    static final Setting<List<String>> RELAY_NETWORKS = Setting.list(
            "relay.networks",
            "Networks that may relay",
            Importance.MEDIUM,
            "Networks such as 192.0.2.0/24 whose clients may send to all domains without logging in: printers, for one, which can't.");

    private final List<String> domains;
    private final boolean anyDomain;
    private final List<String> networks;
    private final String host;
    private final boolean loginRequired;
    private final boolean socket;

    RelaySettings(SettingValues values) {
        domains = values.get(ACCEPTED_DOMAINS);
        anyDomain = values.get(ACCEPT_ANY_DOMAIN);
        networks = values.get(RELAY_NETWORKS);
        host = values.get(BindSettings.HOST);
        loginRequired = values.get(AuthSettings.REQUIRED) || ModeSettings.demandsLogin(ModeSettings.mode(values));
        socket = !values.get(BindSettings.PATH).isEmpty();
    }

    Trust trust() {
        return new Trust(Networks.parse(networks));
    }

    @Override
    public void check(Problems problems) {
        for (String domain : domains) {
            try {
                Domain.parse(domain);
            } catch (MalformedAddressException e) {
                problems.add(
                        ACCEPTED_DOMAINS, domain, "must be a host name such as mail.example.org: " + e.getMessage());
            }
        }
        try {
            Networks.parse(networks);
        } catch (IllegalArgumentException e) {
            problems.add(RELAY_NETWORKS, String.join(",", networks), e);
        }
        if (!domains.isEmpty() && anyDomain) {
            problems.add(
                    ACCEPT_ANY_DOMAIN,
                    true,
                    "contradicts " + problems.spell(ACCEPTED_DOMAINS) + ": leave one of the two out");
        }
        if (domains.isEmpty() && !anyDomain && !loginRequired && strangersReachUs()) {
            problems.add(
                    ACCEPTED_DOMAINS,
                    "",
                    problems.spell(BindSettings.HOST) + " is " + host
                            + ", where others may send mail: name your domains, or set "
                            + problems.spell(ACCEPT_ANY_DOMAIN) + "=true");
        }
    }

    @Override
    public void applyTo(ListenerParts parts) {
        if (!domains.isEmpty()) {
            Set<Domain> accepted = domains.stream().map(Domain::parse).collect(Collectors.toSet());
            parts.add(new AcceptedDomains(accepted, parts.trust()));
        }
    }

    private boolean strangersReachUs() {
        try {
            return !socket && !InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // a problem of the host's own
        }
    }
}
