package dev.postern.jca.inbound;

import dev.postern.mail.Address;
import jakarta.resource.spi.InvalidPropertyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Which of the beans of one listener takes the mail for whom: that with the most specific pattern.
 *
 * <p>A bean that has gone keeps its recipients for a while, as it is likely to be deployed anew: their mail is put off, not refused, and not
 * given to a bean with a less specific pattern. So is mail that nobody takes while the listener is young, as other beans may not have come
 * yet. Never is mail refused for want of a bean where there is none at all.
 */
final class Bindings {
    private final LongSupplier clock;
    private volatile List<BoundBean> beans;
    private volatile List<Absence> absences = List.of();
    private final Absence youth;

    /** Whose mail it is. */
    sealed interface Owner {}

    /** This bean's. */
    record Present(BoundBean bean) implements Owner {}

    /** Perhaps that of a bean which is not here now. */
    enum Nobody implements Owner {
        YET,
        AT_ALL
    }

    /** Recipients whose bean may still come, from now for a time. */
    private record Absence(BeanRecipients recipients, long since, Duration grace) {
        boolean isOver(long now) {
            return now - since >= grace.toNanos();
        }
    }

    /**
     * @param first the bean that opens the listener
     * @param clock of nanoseconds
     */
    Bindings(BoundBean first, LongSupplier clock) {
        this.clock = clock;
        beans = List.of(first);
        youth = absence(first);
    }

    /** The beans that are here. */
    List<BoundBean> beans() {
        return beans;
    }

    /** @throws InvalidPropertyException if it would not be clear whose mail is whose; the message names both beans */
    synchronized void add(BoundBean bean) throws InvalidPropertyException {
        for (BoundBean other : beans) {
            String conflict =
                    bean.settings().recipients().conflict(other.settings().recipients());
            if (conflict != null) {
                throw new InvalidPropertyException("the beans " + bean + " and " + other
                        + " can't share a listener: " + conflict + "; set "
                        + bean.configuration().spelling("recipients") + " so that one is more specific");
            }
        }
        absences = absences.stream()
                .filter(absence -> bean.settings().recipients().conflict(absence.recipients()) == null)
                .toList();
        List<BoundBean> more = new ArrayList<>(beans);
        more.add(bean);
        beans = List.copyOf(more);
    }

    synchronized void remove(BoundBean bean) {
        List<Absence> more = new ArrayList<>(absences);
        more.removeIf(absence -> absence.isOver(clock.getAsLong()));
        more.add(absence(bean));
        absences = List.copyOf(more);
        beans = beans.stream().filter(other -> other != bean).toList();
    }

    /** Whose mail is that for this recipient. */
    Owner owner(Address recipient) {
        List<BoundBean> here = beans;
        BoundBean best = null;
        int fit = BeanRecipients.NONE;
        for (BoundBean bean : here) {
            int its = bean.settings().recipients().fit(recipient);
            if (its > fit) {
                best = bean;
                fit = its;
            }
        }
        if (isAwaited(recipient, fit)) {
            return Nobody.YET;
        }
        if (best != null) {
            return new Present(best);
        }
        if (here.isEmpty() || !youth.isOver(clock.getAsLong())) {
            return Nobody.YET;
        }
        // RFC 5321 §4.5.1: whoever runs this server can be reached
        return recipient.localPart().equalsIgnoreCase("postmaster") ? new Present(here.get(0)) : Nobody.AT_ALL;
    }

    private boolean isAwaited(Address recipient, int fit) {
        long now = clock.getAsLong();
        return absences.stream()
                .anyMatch(
                        absence -> !absence.isOver(now) && absence.recipients().fit(recipient) > fit);
    }

    private Absence absence(BoundBean bean) {
        return new Absence(
                bean.settings().recipients(), clock.getAsLong(), bean.settings().redeployGrace());
    }
}
