package dev.postern.kafka.source.listener;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.settings.GatewaySettings;
import dev.postern.smtp.server.settings.Listeners;
import dev.postern.smtp.server.settings.SettingDifference;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one connector in this worker, which all of its tasks here share: they are opened for the first task and closed behind the last
 * one, and a mail goes to the task for which the fewest wait. Each port is bound once, so that nobody else can join; and a task that ends cuts no
 * connection while there is another.
 */
final class SharedListeners {
    private static final List<SharedListeners> OPEN = new ArrayList<>();

    private final String connector;
    private final GatewaySettings settings;
    private final @Nullable DmarcRecords reports;
    private final List<Inbox> takers = new CopyOnWriteArrayList<>();
    private final Listeners listeners;
    private int tasks;

    private SharedListeners(ListenerConfig config, Duration stopGrace) throws IOException {
        this.connector = config.connector();
        this.settings = config.gatewaySettings();
        this.reports = config.reports();
        this.listeners = config.listen(this::accept, stopGrace, reports == null ? null : reports.tally());
    }

    /**
     * Has a task take part.
     *
     * @param stopGrace as of {@link GatewaySettings#listen}, where the listeners are to be opened
     * @throws IOException if they can't be opened; the message names the setting
     * @throws IllegalArgumentException if another connector of this worker listens there, or the same one with other settings
     */
    static SharedListeners join(ListenerConfig config, Inbox inbox, Duration stopGrace) throws IOException {
        synchronized (OPEN) {
            SharedListeners shared = open(config);
            if (shared == null) {
                shared = new SharedListeners(config, stopGrace);
                OPEN.add(shared);
            }
            shared.tasks++;
            shared.takers.add(inbox);
            return shared;
        }
    }

    private static @Nullable SharedListeners open(ListenerConfig config) {
        for (SharedListeners each : OPEN) {
            if (each.settings.meets(config.gatewaySettings())) {
                each.check(config);
                return each;
            }
        }
        return null;
    }

    private void check(ListenerConfig config) {
        if (!connector.equals(config.connector())) {
            throw new IllegalArgumentException("listen.port: the connector " + connector + " listens at " + settings
                    + " in this worker: take another port");
        }
        List<SettingDifference> differences = settings.differences(config.gatewaySettings());
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("a task of this connector still listens at " + settings
                    + " with another " + differences.get(0).name() + ": restart the connector with all of its tasks");
        }
    }

    /** Has no more mail go to this task; where it was the last one, clients keep their mail. */
    void withdraw(Inbox inbox) {
        takers.remove(inbox);
    }

    /** Ends a task's part, and the listeners with the last one. */
    void leave() {
        synchronized (OPEN) {
            tasks--;
            if (tasks == 0) {
                OPEN.remove(this);
                listeners.close(); // here, as the next one may want the same port
            }
        }
    }

    /** What was counted for the owners of domains; null where nothing is. */
    @Nullable
    DmarcRecords reports() {
        return reports;
    }

    private CompletionStage<Reply> accept(Envelope envelope, Message message) {
        Inbox least = null;
        int fewest = Integer.MAX_VALUE;
        for (Inbox each : takers) {
            int waiting = each.waiting();
            if (waiting < fewest) {
                least = each;
                fewest = waiting;
            }
        }
        if (least == null) {
            message.close();
            return CompletableFuture.completedFuture(Inbox.STOPPING);
        }
        return least.accept(envelope, message);
    }
}
