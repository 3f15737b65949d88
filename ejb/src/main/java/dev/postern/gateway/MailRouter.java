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
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
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
@Singleton
@Startup
@DependsOn("MailPublisher")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
@SuppressWarnings("NullAway.Init") // the container injects, and calls start() first
public class MailRouter {
    private static final Logger LOG = LoggerFactory.getLogger(MailRouter.class);
    private static final String GROUP = "routes";
    private static final String FILE = "file";
    private static final long LOOK_MILLIS = 1_000;

    @EJB
    MailPublisher publisher;

    private final UnfinishedMails unfinished = new UnfinishedMails();
    private @Nullable ScheduledExecutorService watch;

    /** @throws IllegalArgumentException if the table or a setting is wrong; the message names it */
    @PostConstruct
    void start() {
        OutsideSettings settings = OutsideSettings.of(GROUP);
        Set<String> strangers = new TreeSet<>(settings.all().keySet());
        strangers.remove(FILE);
        if (!strangers.isEmpty()) {
            throw new IllegalArgumentException("postern." + GROUP + "."
                    + String.join(", postern." + GROUP + ".", strangers)
                    + ": there is no such setting; the file with the routing table is postern." + GROUP + "." + FILE);
        }
        String name = settings.get(FILE).orElse("").strip();
        if (name.isEmpty()) {
            use(RoutingTable.allTo(publisher.topic()));
            return;
        }
        RoutesFile file = new RoutesFile(Path.of(name).toAbsolutePath());
        try {
            use(file.read());
        } catch (RoutesException e) {
            throw new IllegalArgumentException("postern." + GROUP + "." + FILE + ": " + e.getMessage(), e);
        }
        LOG.info("Mail is routed by {}", file);
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread looking = new Thread(work, "postern-routes");
            looking.setDaemon(true);
            return looking;
        });
        thread.scheduleWithFixedDelay(() -> look(file), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        watch = thread;
    }

    @PreDestroy
    void stop() {
        if (watch != null) {
            watch.shutdownNow();
        }
        CurrentRoutes.set(null);
    }

    /** Reads the file where it has changed since the last look. */
    void look(RoutesFile file) {
        try {
            if (file.hasChanged()) {
                use(file.read());
                LOG.info("Mail is routed by {} as it is now", file);
            }
        } catch (RoutesException | RuntimeException e) { // the next look needs this thread
            LOG.error("Mail is routed as before, as the new routing table can't be used: {}", e.getMessage());
        }
    }

    private void use(RoutingTable table) {
        if (table.hasTopics()) {
            publisher.open();
        }
        CurrentRoutes.set(table);
    }

    /**
     * Brings one mail to all of its targets that don't have it from an earlier attempt.
     *
     * @throws MailRejectedException if one of them does not take it; those before it have it then
     */
    public void route(InboundMail mail) {
        RoutingTable table = CurrentRoutes.get();
        if (table == null) {
            throw new MailRejectedException(451, "4.3.2", "The gateway is stopping; the mail stays with you");
        }
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
