package dev.postern.smtp.server.settings;

import dev.postern.smtp.milter.MilterAddress;
import dev.postern.smtp.milter.MilterSettings;
import dev.postern.smtp.milter.MilterSettings.OnFailure;
import dev.postern.smtp.milter.Milters;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.time.Duration;
import java.util.List;

/** Other programs that judge mail while it comes. */
final class FilterSettings implements SettingArea {
    static final Setting<List<String>> MILTERS = Setting.list(
            "milters",
            "Milters",
            Importance.MEDIUM,
            "Filters that are asked about each mail, in this order, behind all other checks, also about mail of users: inet:host:port or"
                    + " unix:/path. They may refuse it, change its header, keep it apart (mail.scan) or throw it away; other changes are not"
                    + " offered to them.");
    static final Setting<Long> TIMEOUT = Setting.number(
                    "milter.timeout.ms",
                    "Milter timeout",
                    30_000,
                    Importance.LOW,
                    "How long a milter may take over one step, in milliseconds; over one command or one content, four times as long.")
            .between(100, 60_000); // four of it stay below the 5 minutes of RFC 5321 §4.5.3.2.3
    static final Setting<String> FAILURE = Setting.text(
                    "milter.failure",
                    "Milter failure",
                    "tempfail",
                    Importance.MEDIUM,
                    "What is done while a milter can't be asked: with tempfail the client gets 451 4.7.1 and keeps the mail, with accept it is"
                            + " taken, and mail.scan says that it is unscanned.")
            .oneOf("tempfail", "accept");
    static final SettingGroup GROUP = SettingGroup.of("Milters", MILTERS, TIMEOUT, FAILURE);

    private static final int STEPS = 4;

    private final List<String> milters;
    private final Duration timeout;
    private final OnFailure failure;

    FilterSettings(SettingValues values) {
        milters = values.get(MILTERS);
        timeout = Duration.ofMillis(values.get(TIMEOUT));
        failure = values.get(FAILURE).equals("accept") ? OnFailure.ACCEPT : OnFailure.TEMPFAIL;
    }

    @Override
    public void check(Problems problems) {
        for (String text : milters) {
            try {
                MilterAddress.parse(text);
            } catch (IllegalArgumentException e) {
                problems.add(MILTERS, text, e);
            }
        }
    }

    @Override
    public void applyTo(ListenerParts parts) {
        if (milters.isEmpty()) {
            return;
        }
        Milters shared = new Milters();
        parts.closing(shared::close);
        for (String text : milters) {
            parts.add(shared.check(new MilterSettings(
                    MilterAddress.parse(text), parts.hostname(), timeout, timeout.multipliedBy(STEPS), failure)));
        }
    }
}
