package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.deferred.DeferredConfig;
import dev.postern.kafka.warmup.WarmUpConfig;
import dev.postern.kafka.warmup.WarmUps;
import dev.postern.smtp.limit.LimitTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The settings of how much mail providers and servers get, and each task's part of that. */
record LimitsConfig(AbstractConfig values) {
    static final String LIMITS = "smtp.limits";

    private static final String TASK = "postern.task"; // which of them, set by the connector
    private static final String TASKS = "postern.tasks";

    /** Adds the settings as a group of their own. */
    static GroupedConfigDef define(GroupedConfigDef settings) {
        settings.group("Limits")
                .add(
                        LIMITS,
                        "Limits",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.limits(),
                        Importance.MEDIUM,
                        "How much mail providers and servers get at most, such as gmail: connections=20 mails=100 rate=500/1m, *.example.org: rate=10/1s, each: rate=20/1s. Before the colon"
                                + " stands a known provider ("
                                + String.join(", ", LimitTable.providers())
                                + "), the name of a server as MX has it, *. and a domain for all servers under it together, or each for every server that"
                                + " nothing else names, on its own. connections counts over all servers of the entry, mails is for each connection, rate is mails in a time, a tenth"
                                + " of them at once. Tasks divide connections and rates among them; each has one connection at least. What would wait for more than 5"
                                + " seconds is deferred, which counts as no attempt. Known providers have limits of connections, and of mails over each, without this setting."
                                + " warmup=100..20000 is for a sender that is new to them: 100 mails on the first day (UTC), twice as many on each next day with mail, no limit when a day would"
                                + " have more than 20000; 100..20000*1.5 grows by half. After 30 days without mail it begins anew. It takes warmup.topic, and deferred.topic, where mail"
                                + " waits for the next day.");
        return WarmUpConfig.define(settings);
    }

    /** Takes note of what does not fit together. */
    void check(SettingErrors errors, WarmUpConfig warmUps, DeferredConfig deferred) {
        warmUps.check(errors);
        if (LimitTable.parse(values.getList(LIMITS)).countsDays() && !(warmUps.isSet() && deferred.isSet())) {
            errors.add(
                    LIMITS,
                    values.getList(LIMITS),
                    "a warm-up takes " + WarmUpConfig.TOPIC + ", in which its mails are counted, and "
                            + DeferredConfig.TOPIC + ", where mail waits for the next day: set both");
        }
    }

    /** Counts the mails of warm-ups, where there are some; waits until what was sent before is known. */
    WarmUps warmUps(WarmUpConfig warmUps, String connector) {
        return table().countsDays()
                ? warmUps.open(connector + "-warmup", connector + "/" + number(TASK, 0))
                : WarmUps.NONE;
    }

    /** The settings of each task. */
    static List<Map<String, String>> divide(Map<String, String> settings, int tasks) {
        if (tasks == 1) {
            return List.of(settings);
        }
        List<Map<String, String>> all = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            Map<String, String> own = new LinkedHashMap<>(settings);
            own.put(TASK, String.valueOf(task));
            own.put(TASKS, String.valueOf(tasks));
            all.add(own);
        }
        return all;
    }

    /** The part of this task; all of it where the connector named none. */
    LimitTable table() {
        int task = number(TASK, 0);
        return LimitTable.parse(values.getList(LIMITS)).share(task, number(TASKS, 1));
    }

    private int number(String key, int otherwise) {
        Object value = values.originals().get(key);
        return value == null ? otherwise : Integer.parseInt(value.toString());
    }
}
