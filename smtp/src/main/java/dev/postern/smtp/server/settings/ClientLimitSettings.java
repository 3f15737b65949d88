package dev.postern.smtp.server.settings;

import dev.postern.smtp.policy.ClientLimits;
import dev.postern.smtp.policy.ClientQuota;
import dev.postern.smtp.policy.ClientQuota.Rates;
import dev.postern.smtp.policy.ClientRules;
import dev.postern.smtp.policy.Networks;
import dev.postern.smtp.policy.Tarpit;
import dev.postern.smtp.policy.UserSizes;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How much each client may send. Clients of this machine and of networks that may relay are not counted, users by their names. */
final class ClientLimitSettings implements SettingArea {
    static final Setting<Long> ADDRESS_OPEN = limit(
            "limit.connections.per.address",
            "Connections of an address",
            100,
            "The most open connections of one address; one more is turned away with 421 4.7.0.");
    static final Setting<Long> NETWORK_OPEN = limit(
            "limit.connections.per.network",
            "Connections of a network",
            0,
            "The most open connections of one network, the /24 of IPv4 and the /64 of IPv6.");
    static final Setting<Long> CONNECTIONS = limit(
            "limit.connections.per.minute",
            "New connections of an address",
            0,
            "How many connections an address may open in a minute; one more is turned away with 421 4.7.0.");
    static final Setting<Long> MESSAGES = limit(
            "limit.messages.per.hour",
            "Mails of an address",
            0,
            "How many mails an address may begin in an hour; one more is deferred with 450 4.7.1.");
    static final Setting<Long> RECIPIENTS = limit(
            "limit.recipients.per.hour",
            "Recipients of an address",
            0,
            "How many recipients an address may name in an hour, unknown ones too; one more is deferred with 452 4.7.1.");
    static final Setting<Long> ERRORS = limit(
            "limit.errors.per.hour",
            "Errors of an address",
            0,
            "After how many commands of an address in an hour that are refused for ever its connections are turned away with 421 4.7.0.");
    static final Setting<Long> NETWORK_MESSAGES =
            limit("limit.network.messages.per.hour", "Mails of a network", 0, "The same for mails of one network.");
    static final Setting<Long> NETWORK_RECIPIENTS = limit(
            "limit.network.recipients.per.hour",
            "Recipients of a network",
            0,
            "The same for recipients of one network.");
    static final Setting<Long> USER_MESSAGES = limit(
            "limit.user.messages.per.hour", "Mails of a user", 0, "The same for mails of one user that has logged in.");
    static final Setting<Long> USER_RECIPIENTS = limit(
            "limit.user.recipients.per.hour",
            "Recipients of a user",
            0,
            "The same for recipients of one user that has logged in.");
    static final Setting<Long> TARPIT = Setting.number(
                    "tarpit.ms",
                    "Tarpit",
                    1_000,
                    Importance.LOW,
                    "By how much each refusal beyond the third of a connection is delayed more than the one before, in milliseconds, up to 20"
                            + " seconds; 0: no delay. Nothing but refusals waits.")
            .between(0, 20_000);
    static final Setting<List<String>> USER_SIZES = Setting.list(
            "message.size.users",
            "Largest messages of users",
            Importance.LOW,
            "The largest message of some users in octets, in place of that of all: bob=1000000.");
    static final SettingGroup GROUP = SettingGroup.of(
            "Limits of clients",
            ADDRESS_OPEN,
            NETWORK_OPEN,
            CONNECTIONS,
            MESSAGES,
            RECIPIENTS,
            ERRORS,
            NETWORK_MESSAGES,
            NETWORK_RECIPIENTS,
            USER_MESSAGES,
            USER_RECIPIENTS,
            TARPIT,
            USER_SIZES);

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);

    private final SettingValues values;

    ClientLimitSettings(SettingValues values) {
        this.values = values;
        GROUP.settings().forEach(values::get);
    }

    private static Setting<Long> limit(String name, String label, long byDefault, String meaning) {
        return Setting.number(name, label, byDefault, Importance.LOW, meaning + " 0: no limit.")
                .between(0, 1_000_000_000);
    }

    /** This machine, and the networks that may relay. */
    static Networks exempt(SettingValues values) {
        List<String> networks = new ArrayList<>(values.get(RelaySettings.RELAY_NETWORKS));
        networks.add("127.0.0.0/8");
        networks.add("::1");
        return Networks.parse(networks);
    }

    @Override
    public void check(Problems problems) {
        String shown = String.join(",", values.get(USER_SIZES));
        try {
            if (UserSizes.parse(values.get(USER_SIZES)).largest() > values.get(SpoolSettings.TOTAL)) {
                problems.add(USER_SIZES, shown, "must fit into " + problems.spell(SpoolSettings.TOTAL));
            }
        } catch (IllegalArgumentException e) {
            problems.add(USER_SIZES, shown, e);
        }
    }

    @Override
    public void applyTo(ListenerParts parts) {
        Networks exempt = exempt(values);
        ClientLimits limits = new ClientLimits(
                new ClientQuota(
                        Math.toIntExact(values.get(ADDRESS_OPEN)),
                        Math.toIntExact(values.get(NETWORK_OPEN)),
                        values.get(ERRORS),
                        new Rates(values.get(CONNECTIONS), values.get(MESSAGES), values.get(RECIPIENTS)),
                        new Rates(0, values.get(NETWORK_MESSAGES), values.get(NETWORK_RECIPIENTS)),
                        new Rates(0, values.get(USER_MESSAGES), values.get(USER_RECIPIENTS))),
                exempt);
        Tarpit tarpit = new Tarpit(Duration.ofMillis(values.get(TARPIT)), LONGEST_DELAY, exempt);
        parts.add(limits); // first, so that it counts what others refuse
        parts.server().clientRules(new ClientRules(limits, tarpit, UserSizes.parse(values.get(USER_SIZES))));
    }
}
