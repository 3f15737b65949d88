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
     * Brings one mail to all of its targets.
     *
     * @throws MailRejectedException if one of them does not take it; those before it have it then, and get it again when the client sends it again
     */
    public void route(InboundMail mail) {
        RoutingTable table = CurrentRoutes.get();
        if (table == null) {
            throw new MailRejectedException(451, "4.3.2", "The gateway is stopping; the mail stays with you");
        }
        for (DeliveryPlan.Step step :
                DeliveryPlan.of(table, mail.envelope().recipients()).steps()) {
            take(mail, step);
        }
    }

    private void take(InboundMail mail, DeliveryPlan.Step step) {
        if (step.target() instanceof Target.Topic topic) {
            publisher.publish(mail, topic.name(), step.recipients());
        } else if (step.target() instanceof Target.Onward onward) {
            try {
                mail.deliver(onward.destination(), step.recipients());
            } catch (MailSendException e) {
                LOG.warn("{}", e.getMessage());
                throw e.rejection();
            }
        } else {
            LOG.info("{} is discarded for {}", mail.id(), step.recipients());
        }
    }
}
