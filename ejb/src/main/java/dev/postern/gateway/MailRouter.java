package dev.postern.gateway;

import dev.postern.gateway.route.DeliveryPlan;
import dev.postern.gateway.route.RoutesException;
import dev.postern.gateway.route.RoutesFile;
import dev.postern.gateway.route.RoutingTable;
import dev.postern.gateway.route.Target;
import dev.postern.jca.InboundMail;
import dev.postern.jca.MailRejectedException;
import dev.postern.jca.MailSendException;
import dev.postern.jca.config.OutsideSettings;
import dev.postern.mail.Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each mail to where the routing table says, and returns when all of them have it. The table is the file that {@code postern.routes.file} names, read anew when it
 * changes; without that setting all mail goes to the topic.
 */
final class MailRouter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailRouter.class);
    private static final String GROUP = "routes";
    private static final String FILE = "file";
    private static final long LOOK_MILLIS = 1_000;

    private final MailPublisher publisher;
    private final UnfinishedMails unfinished = new UnfinishedMails();
    private final @Nullable ScheduledExecutorService watch;
    private volatile RoutingTable table;

    private MailRouter(MailPublisher publisher, RoutingTable table, @Nullable RoutesFile file) {
        this.publisher = publisher;
        this.table = use(table);
        this.watch = file == null ? null : watch(file);
    }

    /**
     * Reads the routing table, and looks from now on whether it changes.
     *
     * @param publisher takes mail for topics; not closed with the router
     * @throws IllegalArgumentException if the table or a setting is wrong; the message names it
     */
    static MailRouter start(MailPublisher publisher) {
        String name = fileName();
        if (name.isEmpty()) {
            return new MailRouter(publisher, RoutingTable.allTo(publisher.topic()), null);
        }
        RoutesFile file = new RoutesFile(Path.of(name).toAbsolutePath());
        try {
            MailRouter router = new MailRouter(publisher, file.read(), file);
            LOG.info("Mail is routed by {}", file);
            return router;
        } catch (RoutesException e) {
            throw new IllegalArgumentException("postern." + GROUP + "." + FILE + ": " + e.getMessage(), e);
        }
    }

    private static String fileName() {
        OutsideSettings settings = OutsideSettings.of(GROUP);
        Set<String> strangers = new TreeSet<>(settings.all().keySet());
        strangers.remove(FILE);
        if (!strangers.isEmpty()) {
            throw new IllegalArgumentException("postern." + GROUP + "."
                    + String.join(", postern." + GROUP + ".", strangers)
                    + ": there is no such setting; the file with the routing table is postern." + GROUP + "." + FILE);
        }
        return settings.get(FILE).orElse("").strip();
    }

    private ScheduledExecutorService watch(RoutesFile file) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread looking = new Thread(work, "postern-routes");
            looking.setDaemon(true);
            return looking;
        });
        thread.scheduleWithFixedDelay(() -> look(file), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return thread;
    }

    /** The table that is in force. */
    RoutingTable table() {
        return table;
    }

    /** Looks at the file no more; mail that comes still is routed by the last table. */
    @Override
    public void close() {
        if (watch != null) {
            watch.shutdownNow();
        }
    }

    /** Reads the file where it has changed since the last look. */
    void look(RoutesFile file) {
        try {
            if (file.hasChanged()) {
                table = use(file.read());
                LOG.info("Mail is routed by {} as it is now", file);
            }
        } catch (RoutesException | RuntimeException e) { // the next look needs this thread
            LOG.error("Mail is routed as before, as the new routing table can't be used: {}", e.getMessage());
        }
    }

    private RoutingTable use(RoutingTable read) {
        if (read.hasTopics()) {
            publisher.open();
        }
        return read;
    }

    /**
     * Brings one mail to all of its targets that don't have it from an earlier attempt.
     *
     * @throws MailRejectedException if one of them does not take it; those before it have it then
     */
    void route(InboundMail mail) {
        DeliveryPlan plan = DeliveryPlan.of(table, mail.envelope().recipients());
        Set<RoutingTable.Delivery> done = unfinished.take(mail);
        try {
            for (DeliveryPlan.Step step : plan.steps()) {
                List<Address> open = step.recipients().stream()
                        .filter(recipient -> !done.contains(new RoutingTable.Delivery(step.target(), recipient)))
                        .toList();
                if (!open.isEmpty()) {
                    bring(mail, step.target(), open, done);
                }
            }
        } catch (RuntimeException e) {
            boolean isFinal = e instanceof MailRejectedException rejection && rejection.code() >= 500;
            if (!isFinal) { // else nobody sends it again
                unfinished.put(mail, done);
            }
            throw e;
        }
    }

    private void bring(InboundMail mail, Target target, List<Address> recipients, Set<RoutingTable.Delivery> done) {
        List<Address> taken = recipients;
        MailRejectedException rejection = null;
        if (target instanceof Target.Topic topic) {
            publisher.publish(mail, topic.name(), recipients);
        } else if (target instanceof Target.Onward onward) {
            try {
                mail.deliver(onward.destination(), recipients);
            } catch (MailSendException e) {
                LOG.warn("{}", e.getMessage());
                taken = e.delivered();
                rejection = e.rejection();
            }
        } else {
            LOG.info("{} is discarded for {}", mail.id(), recipients);
        }
        taken.forEach(recipient -> done.add(new RoutingTable.Delivery(target, recipient)));
        if (rejection != null) {
            throw rejection;
        }
    }
}
