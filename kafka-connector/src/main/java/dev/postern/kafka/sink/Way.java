package dev.postern.kafka.sink;

import dev.postern.kafka.SettingErrors;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.DomainPattern;
import dev.postern.smtp.delivery.TlsPolicyTable;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One way that mail takes, to a relay or by MX, with who the sink is to that relay: nothing of it holds on another way. */
final class Way {
    static final String RECIPIENTS = "recipients";
    static final String SENDERS = "senders";

    private final WaySettings settings;
    private final String name;
    private final RouteConfig common;
    private final RelayConfig relay;
    private final LoginConfig login;

    /** @param name of the route, or empty: the way of all other mail */
    Way(WaySettings settings, String name, RouteConfig common) {
        this.settings = settings;
        this.name = name;
        this.common = common;
        this.relay = new RelayConfig(settings);
        this.login = new LoginConfig(settings.own());
    }

    /** What no other way leads to. */
    String destination() {
        return name.isEmpty() ? "relay" : "relay of " + name;
    }

    String name() {
        return name;
    }

    RelayConfig relay() {
        return relay;
    }

    LoginConfig login() {
        return login;
    }

    boolean isMx() {
        return settings.leads() == Route.MX;
    }

    /** The domains of recipients whose mail goes this way; empty: any. */
    List<String> recipients() {
        return settings.isNamed() ? settings.own().list(RECIPIENTS) : List.of();
    }

    /** The senders whose mail goes this way; empty: any. */
    List<String> senders() {
        return settings.isNamed() ? settings.own().list(SENDERS) : List.of();
    }

    /** The setting that says whose mail goes this way. */
    String matchKey() {
        return settings.own().key(recipients().isEmpty() && !senders().isEmpty() ? SENDERS : RECIPIENTS);
    }

    /** How connections are protected where the recipient's domain has no policy. */
    TlsMode tls() {
        return isMx() ? common.tls() : relay.tls();
    }

    /** The setting that says so. */
    String tlsKey() {
        return isMx() ? RouteConfig.MX_TLS : relay.tlsKey();
    }

    /** How connections are protected for some domains whose mail may go this way. */
    Set<TlsMode> levels(TlsPolicyConfig policy) {
        List<String> domains = recipients();
        TlsPolicyTable table = policy.with(tls());
        return domains.isEmpty()
                ? Set.copyOf(table.levels())
                : table.levelsOf(domains.stream().map(DomainPattern::parse).toList());
    }

    /** Takes note of what does not fit together on this way. */
    void check(SettingErrors errors, TlsPolicyConfig policy) {
        boolean mx = isMx();
        if (settings.isNamed() && recipients().isEmpty() && senders().isEmpty()) {
            errors.add(
                    settings.own().key(RECIPIENTS),
                    "",
                    "say whose mail takes this route by domains such as *.partner.example, or set "
                            + settings.own().key(SENDERS));
        }
        login.check(errors);
        relay.check(errors, mx);
        login.checkProtection(errors, mx, tlsKey(), tls().name().toLowerCase(Locale.ROOT), tls());
        if (!mx) {
            relay.provider().ifPresent(provider -> login.checkProvider(errors, provider));
        }
        Set<TlsMode> levels = levels(policy);
        if (tls() == TlsMode.IMPLICIT && levels.stream().anyMatch(level -> level != TlsMode.IMPLICIT)) {
            errors.add(
                    TlsPolicyConfig.POLICY,
                    policy.entries(),
                    "with " + tlsKey() + "=implicit there is no level but required");
        }
        levels.forEach(level -> login.checkProtection(errors, mx, TlsPolicyConfig.POLICY, policy.entries(), level));
    }
}
