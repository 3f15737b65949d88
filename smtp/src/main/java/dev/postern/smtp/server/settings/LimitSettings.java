package dev.postern.smtp.server.settings;

import dev.postern.smtp.policy.Limits;
import dev.postern.smtp.server.settings.Setting.Importance;

/** How much a client may ask of a listener. */
final class LimitSettings implements SettingArea {
    static final Setting<Long> MESSAGE_SIZE = Setting.number(
                    "message.size.max",
                    "Largest message",
                    10L << 20,
                    Importance.HIGH,
                    "The largest message in octets, announced by SIZE; a larger one is refused with 552.")
            .atLeast(64 << 10); // RFC 5321 §4.5.3.1.7
    static final Setting<Integer> RECIPIENTS = Setting.count(
                    "recipients.max", "Recipients", 1_000, Importance.LOW, "The most recipients of one mail.")
            .atLeast(100); // RFC 5321 §4.5.3.1.8
    static final Setting<Integer> CONNECTIONS = Setting.count(
                    "connections.max",
                    "Connections",
                    1_000,
                    Importance.MEDIUM,
                    "The most open connections; one more is turned away with 421.")
            .atLeast(1);
    static final Setting<Integer> JUNK_COMMANDS = Setting.count(
                    "junk.commands.max",
                    "Junk commands",
                    100,
                    Importance.LOW,
                    "The most commands of a connection, since the last mail that was taken, that bring none further: NOOP, RSET, VRFY, HELP,"
                            + " EHLO and such; one more ends it with 421 4.7.0.")
            .atLeast(10);

    private final Limits limits;

    LimitSettings(SettingValues values) {
        limits = Limits.DEFAULT
                .withMessageSize(values.get(MESSAGE_SIZE))
                .withRecipients(values.get(RECIPIENTS))
                .withConnections(values.get(CONNECTIONS))
                .withJunkCommands(values.get(JUNK_COMMANDS));
    }

    @Override
    public void check(Problems problems) {
        // each is right on its own, and the spool looks after the size
    }

    @Override
    public void applyTo(ListenerParts parts) {
        parts.server().limits(limits);
    }
}
