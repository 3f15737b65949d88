package dev.postern.smtp.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Mails that wait for one server: those of a priority (RFC 6710) above 0 before those of 0, and these before the others; in each lane in their order. Every eighth turn of a lane
 * goes to those behind it, so that a lane which is never empty holds nobody up for ever. Not safe for use by several threads.
 */
final class Lanes {
    private static final int TURNS = 8;

    private final List<Lane> lanes = List.of(new Lane(), new Lane(), new Lane());

    private static final class Lane {
        private final Deque<QueuedMail> mails = new ArrayDeque<>();
        private int turns;
    }

    /** Puts a mail behind those of its lane. */
    void add(QueuedMail mail) {
        lane(mail).mails.addLast(mail);
    }

    /** Puts a mail that was taken before those of its lane. */
    void putBack(QueuedMail mail) {
        lane(mail).mails.addFirst(mail);
    }

    boolean isEmpty() {
        return isEmptyFrom(0);
    }

    private boolean isEmptyFrom(int first) {
        for (int i = first; i < lanes.size(); i++) {
            if (!lanes.get(i).mails.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes the mail whose turn it is.
     *
     * @throws NoSuchElementException if none waits
     */
    QueuedMail take() {
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            if (lane.mails.isEmpty()) {
                continue;
            }
            boolean isLast = isEmptyFrom(i + 1);
            lane.turns = isLast ? 0 : (lane.turns + 1) % TURNS;
            if (isLast || lane.turns != 0) {
                return lane.mails.remove();
            }
        }
        throw new NoSuchElementException("no mail waits");
    }

    /** How many wait. */
    int size() {
        return lanes.stream().mapToInt(lane -> lane.mails.size()).sum();
    }

    /** How many go before a mail of this kind that comes now. */
    int before(QueuedMail mail) {
        return mail.envelope().demands().priority() > 0 ? lane(mail).mails.size() : size();
    }

    /** Takes those that came before this time, as {@link System#nanoTime()} has it. */
    List<QueuedMail> takeOlderThan(long nanoTime) {
        List<QueuedMail> old = new ArrayList<>();
        for (Lane lane : lanes) {
            lane.mails.removeIf(mail -> mail.since() - nanoTime < 0 && old.add(mail));
        }
        return old;
    }

    /** Takes all of them. */
    List<QueuedMail> takeAll() {
        List<QueuedMail> all = new ArrayList<>();
        for (Lane lane : lanes) {
            all.addAll(lane.mails);
            lane.mails.clear();
        }
        return all;
    }

    private Lane lane(QueuedMail mail) {
        return lanes.get(1 - Integer.signum(mail.envelope().demands().priority()));
    }
}
