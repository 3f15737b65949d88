package dev.postern.smtp.server.settings;

import dev.postern.smtp.server.Spool;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.io.IOException;

/** Where messages rest until their reply. */
final class SpoolSettings implements SettingArea {
    static final Setting<String> DIRECTORY = Setting.text(
            "spool.directory",
            "Spool directory",
            "",
            Importance.MEDIUM,
            "Where larger messages rest until their reply; empty: the directory for temporary files.");
    static final Setting<Long> MEMORY = Setting.number(
            "spool.memory.bytes",
            "Octets in memory",
            64L << 20,
            Importance.LOW,
            "Octets of messages that rest in memory.");
    static final Setting<Long> TOTAL = Setting.number(
                    "spool.total.bytes",
                    "Octets in all",
                    1L << 30,
                    Importance.MEDIUM,
                    "Octets of messages in memory and in files; beyond it mail is answered with 452 4.3.1.")
            .atLeast(1);

    private final String directory;
    private final long memory;
    private final long total;
    private final long messageSize;

    SpoolSettings(SettingValues values) {
        directory = values.get(DIRECTORY);
        memory = values.get(MEMORY);
        total = values.get(TOTAL);
        messageSize = values.get(LimitSettings.MESSAGE_SIZE);
    }

    @Override
    public void check(Problems problems) {
        if (messageSize > total) {
            problems.add(
                    TOTAL,
                    total,
                    "must hold at least one message of " + problems.spell(LimitSettings.MESSAGE_SIZE) + ", which is "
                            + messageSize);
        }
        try {
            spool();
        } catch (IOException | IllegalArgumentException e) {
            problems.add(DIRECTORY, directory, e);
        }
    }

    @Override
    public void applyTo(ListenerParts parts) throws IOException {
        parts.server().spool(spool());
    }

    private Spool spool() throws IOException {
        String place = directory.isEmpty() ? System.getProperty("java.io.tmpdir") : directory;
        return Spool.in(Problems.path(place)).withMemory(memory).withTotal(total);
    }
}
