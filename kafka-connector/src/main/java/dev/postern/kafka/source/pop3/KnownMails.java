package dev.postern.kafka.source.pop3;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What is known of the mails that are in a mailbox: of no others, so that it stays as small as the mailbox. Used by several threads at the same time. */
final class KnownMails {
    private final String account;
    private final OffsetStorageReader offsets;
    private final Map<String, State> states = new HashMap<>();

    private enum State {
        /** Its record is on the way, or Connect was done with it before this task. */
        READ,
        /** The broker has all of it. */
        ACKNOWLEDGED
    }

    KnownMails(String account, OffsetStorageReader offsets) {
        this.account = account;
        this.offsets = offsets;
    }

    /**
     * Takes note of what is in the mailbox; waits for the brokers.
     *
     * @return what was known, and is not there any more
     */
    synchronized List<String> present(Collection<String> uidls) {
        Set<String> there = new HashSet<>(uidls);
        List<String> gone =
                states.keySet().stream().filter(known -> !there.contains(known)).toList();
        states.keySet().removeAll(gone);
        Map<Map<String, String>, String> asked = new HashMap<>();
        there.stream()
                .filter(uidl -> !states.containsKey(uidl))
                .forEach(uidl -> asked.put(new MailName(account, uidl).partition(), uidl));
        offsets.offsets(new ArrayList<>(asked.keySet())).forEach((partition, offset) -> {
            String uidl = asked.get(partition);
            if (uidl != null && offset != null) {
                states.put(uidl, MailName.DELETE_OFFSET.equals(offset) ? State.ACKNOWLEDGED : State.READ);
            }
        });
        return gone;
    }

    /** Whether it was handed over, by this task or before. */
    synchronized boolean isRead(String uidl) {
        return states.containsKey(uidl);
    }

    synchronized void handedOver(String uidl) {
        states.put(uidl, State.READ);
        notifyAll();
    }

    /** The broker has it. */
    synchronized void acknowledged(String uidl) {
        states.replace(uidl, State.ACKNOWLEDGED);
        notifyAll();
    }

    synchronized boolean isAcknowledged(String uidl) {
        return states.get(uidl) == State.ACKNOWLEDGED;
    }

    /** Waits until the broker has all of these, or this time is over. */
    synchronized void await(Collection<String> uidls, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (left > 0 && !uidls.stream().allMatch(this::isAcknowledged)) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
    }
}
