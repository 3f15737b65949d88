package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.jca.outbound.Onward;
import dev.postern.mail.Address;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose mail it is while beans come and go. */
class BindingsTest {
    private final FakeApplicationServer server = new FakeApplicationServer();
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor();
    private long now = Long.MAX_VALUE - 1; // a clock of nanoseconds may run over

    @AfterEach
    void stop() {
        deadlines.shutdownNow();
        server.close();
    }

    private BoundBean bean(String recipients, int graceSeconds) throws Exception {
        MailActivationSpec spec = new MailActivationSpec();
        spec.setRecipients(recipients);
        spec.setRedeployGraceMs(graceSeconds * 1_000L);
        ListenerConfiguration configuration = ListenerConfiguration.of(spec);
        Endpoint endpoint = Endpoint.of(
                server.factory(),
                server.getTransactionSynchronizationRegistry(),
                configuration.bean(),
                Onward.asSet(null));
        return new BoundBean(configuration, endpoint, server, deadlines);
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    private static Bindings.Owner owner(Bindings bindings, String recipient) {
        return bindings.owner(Address.parse(recipient));
    }

    @Test
    void aBeanThatHasGoneIsWaitedForAndThenNotMissed() throws Exception {
        BoundBean rest = bean("", 0);
        BoundBean support = bean("support@example.org", 60);
        Bindings bindings = new Bindings(rest, () -> now);
        bindings.add(support);
        assertEquals(new Bindings.Present(support), owner(bindings, "support@example.org"));
        bindings.remove(support);
        pass(59);
        assertEquals(Bindings.Nobody.YET, owner(bindings, "support+tag@example.org"));
        assertEquals(new Bindings.Present(rest), owner(bindings, "bob@example.org"));
        pass(1);
        assertEquals(new Bindings.Present(rest), owner(bindings, "support+tag@example.org"));
    }

    @Test
    void aSuccessorEndsTheWait() throws Exception {
        BoundBean other = bean("bob@*", 0);
        BoundBean support = bean("support@example.org", 60);
        Bindings bindings = new Bindings(other, () -> now);
        bindings.add(support);
        bindings.remove(support);
        BoundBean anew = bean("support@example.org", 60);
        bindings.add(anew);
        assertEquals(new Bindings.Present(anew), owner(bindings, "support@example.org"));
        bindings.remove(anew);
        pass(60);
        assertEquals(Bindings.Nobody.AT_ALL, owner(bindings, "support@example.org"));
    }

    @Test
    void aYoungListenerRefusesNobody() throws Exception {
        Bindings bindings = new Bindings(bean("bob@*", 60), () -> now);
        assertEquals(Bindings.Nobody.YET, owner(bindings, "ann@example.org"));
        assertEquals(Bindings.Nobody.YET, owner(bindings, "postmaster@example.org"));
        pass(60);
        assertEquals(Bindings.Nobody.AT_ALL, owner(bindings, "ann@example.org"));
        assertEquals(new Bindings.Present(bindings.beans().get(0)), owner(bindings, "PostMaster@example.org"));
    }
}
