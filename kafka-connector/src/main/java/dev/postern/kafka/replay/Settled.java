package dev.postern.kafka.replay;

import dev.postern.kafka.deferred.PendingMail;
import dev.postern.mail.Address;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Attempts that are on record, by mail and recipient. */
public final class Settled {
    /** The attempt of what expired without one. */
    private static final String NONE = "0";

    private final Set<String> attempts = new HashSet<>();

    /** Nothing is on record. */
    public Settled() {}

    /**
     * Takes note of an attempt.
     *
     * @param mail its id
     * @param record where the record stands that asked for it
     * @param attempt its number
     */
    void add(String mail, String record, String attempt, String recipient) {
        attempts.add(key(mail, record, attempt, recipient));
    }

    /** Takes note of a mail that waits in a topic. */
    void addWaiting(PendingMail mail) {
        if (mail.attempts() == 0 && mail.moves() == 0) {
            return; // it begins there, as notifications do
        }
        String attempt = mail.moves() == 0 ? String.valueOf(mail.attempts()) : move(mail.attempts(), mail.moves());
        for (Address recipient : mail.mail().envelope().recipients()) {
            add(mail.name().id(), mail.name().record(), attempt, recipient.toString());
        }
    }

    private static String move(int attempts, int moves) {
        return attempts + "/" + moves;
    }

    /**
     * A mail with the recipients whose next attempt, or next move, is not on record.
     *
     * @return empty where there are none
     */
    public Optional<PendingMail> open(PendingMail mail) {
        if (attempts.isEmpty()) {
            return Optional.of(mail);
        }
        List<Address> all = mail.mail().envelope().recipients();
        List<Address> open = all.stream().filter(each -> !isSettled(mail, each)).toList();
        if (open.size() == all.size()) {
            return Optional.of(mail);
        }
        return open.isEmpty() ? Optional.empty() : Optional.of(mail.with(open));
    }

    private boolean isSettled(PendingMail mail, Address recipient) {
        for (String attempt :
                new String[] {String.valueOf(mail.attempts() + 1), NONE, move(mail.attempts(), mail.moves() + 1)}) {
            if (attempts.contains(key(mail.name().id(), mail.name().record(), attempt, recipient.toString()))) {
                return true;
            }
        }
        return false;
    }

    /** Takes note of all that another one knows. */
    public void addAll(Settled other) {
        attempts.addAll(other.attempts);
    }

    /** How many attempts are on record. */
    public int size() {
        return attempts.size();
    }

    private static String key(String mail, String record, String attempt, String recipient) {
        return mail + ' ' + record + ' ' + attempt + ' ' + recipient;
    }
}
