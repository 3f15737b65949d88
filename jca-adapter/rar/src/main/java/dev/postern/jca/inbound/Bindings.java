package dev.postern.jca.inbound;

import dev.postern.mail.Address;
import jakarta.resource.spi.InvalidPropertyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which of the beans of one listener takes the mail for whom: that with the most specific pattern.
 *
 * <p>A bean that has gone keeps its recipients for a while, as it is likely to be deployed anew: their mail is put off, not refused, and not
 * given to a bean with a less specific pattern. So is mail that nobody takes while the listener is young, as other beans may not have come
 * yet. Never is mail refused for want of a bean where there is none but that of dead letters.
 */
final class Bindings {
    private final LongSupplier clock;
    private final Absence youth;
    private volatile State state;

    /** Whose mail it is. */
    sealed interface Owner {}

    /** This bean's. */
    record Present(BoundBean bean) implements Owner {}

    /** Perhaps that of a bean which is not here now. */
    enum Nobody implements Owner {
        YET,
        AT_ALL
    }

    /** A bean that may still come, from now for a time. */
    private record Absence(BeanSettings settings, long since) {
        boolean isOver(long now) {
            return now - since >= settings.redeployGrace().toNanos();
        }
    }

    private record State(List<BoundBean> beans, List<Absence> absences) {
        State {
            beans = List.copyOf(beans);
            absences = List.copyOf(absences);
        }
    }

    /**
     * @param first the bean that opens the listener
     * @param clock of nanoseconds
     */
    Bindings(BoundBean first, LongSupplier clock) {
        this.clock = clock;
        youth = new Absence(first.settings(), clock.getAsLong());
        state = new State(List.of(first), List.of());
    }

    /** The beans that are here. */
    List<BoundBean> beans() {
        return state.beans();
    }

    /** @throws InvalidPropertyException if it would not be clear whose mail is whose; the message names both beans */
    synchronized void add(BoundBean bean) throws InvalidPropertyException {
        for (BoundBean other : beans()) {
            String conflict = conflict(bean.settings(), other.settings());
            if (conflict != null) {
                throw new InvalidPropertyException("the beans " + bean + " and " + other
                        + " can't share a listener: " + conflict + "; look at "
                        + bean.configuration().spelling("recipients") + " of both");
            }
        }
        List<BoundBean> more = new ArrayList<>(beans());
        more.add(bean);
        List<Absence> others = state.absences().stream()
                .filter(absence -> conflict(bean.settings(), absence.settings()) == null)
                .toList();
        state = new State(more, others);
    }

    synchronized void remove(BoundBean bean) {
        long now = clock.getAsLong();
        List<Absence> more = new ArrayList<>(state.absences());
        more.removeIf(absence -> absence.isOver(now));
        more.add(new Absence(bean.settings(), now));
        state = new State(beans().stream().filter(other -> other != bean).toList(), more);
    }

    /** Whose mail is that for this recipient. */
    Owner owner(Address recipient) {
        State now = state;
        BoundBean best = null;
        int fit = BeanRecipients.NONE;
        for (BoundBean bean : now.beans()) {
            int its = fit(bean.settings(), recipient);
            if (its > fit) {
                best = bean;
                fit = its;
            }
        }
        if (isAwaited(now, recipient, fit)) {
            return Nobody.YET;
        }
        return best == null ? ownerOfTheRest(now, recipient) : new Present(best);
    }

    /** Who gets what the others fail on. */
    Owner deadLetter() {
        State now = state;
        Optional<BoundBean> here = now.beans().stream()
                .filter(bean -> bean.settings().deadLetter())
                .findFirst();
        if (here.isPresent()) {
            return new Present(here.get());
        }
        long time = clock.getAsLong();
        boolean awaited =
                now.absences().stream().anyMatch(absence -> absence.settings().deadLetter() && !absence.isOver(time));
        return awaited ? Nobody.YET : Nobody.AT_ALL;
    }

    private Owner ownerOfTheRest(State now, Address recipient) {
        Optional<BoundBean> first = now.beans().stream()
                .filter(bean -> !bean.settings().deadLetter())
                .findFirst();
        if (first.isEmpty() || !youth.isOver(clock.getAsLong())) {
            return Nobody.YET;
        }
        // RFC 5321 §4.5.1: whoever runs this server can be reached
        return recipient.localPart().equalsIgnoreCase("postmaster") ? new Present(first.get()) : Nobody.AT_ALL;
    }

    private boolean isAwaited(State now, Address recipient, int fit) {
        long time = clock.getAsLong();
        return now.absences().stream()
                .anyMatch(absence -> !absence.isOver(time) && fit(absence.settings(), recipient) > fit);
    }

    private static int fit(BeanSettings bean, Address recipient) {
        return bean.deadLetter() ? BeanRecipients.NONE : bean.recipients().fit(recipient);
    }

    private static @Nullable String conflict(BeanSettings one, BeanSettings other) {
        if (one.deadLetter() || other.deadLetter()) {
            return one.deadLetter() && other.deadLetter() ? "both take its dead letters" : null;
        }
        return one.recipients().conflict(other.recipients());
    }
}
