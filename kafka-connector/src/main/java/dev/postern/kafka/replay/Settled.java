package dev.postern.kafka.replay;

import dev.postern.kafka.deferred.PendingMail;
import dev.postern.mail.Address;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attempts that are on record, by mail and recipient. */
public final class Settled {
    /** The attempt of what expired without one. */
    private static final String NONE = "0";

    /** When each was written. */
    private final Map<String, Instant> attempts = new HashMap<>();

    /** Nothing is on record. */
    public Settled() {}

    /**
     * Takes note of an attempt.
     *
     * @param mail its id
     * @param record where the record stands that asked for it
     * @param attempt its number
     * @param time when it was written
     */
    void add(String mail, String record, String attempt, String recipient, Instant time) {
        attempts.put(key(mail, record, attempt, recipient), time);
    }

    /** Takes note of a mail that waits in a topic since this time. */
    void addWaiting(PendingMail mail, Instant time) {
        if (mail.attempts() == 0 && mail.moves() == 0) {
            return; // it begins there, as notifications do
        }
        String attempt = mail.moves() == 0 ? String.valueOf(mail.attempts()) : move(mail.attempts(), mail.moves());
        for (Address recipient : mail.mail().envelope().recipients()) {
            add(mail.name().id(), mail.name().record(), attempt, recipient.toString(), time);
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
        return isOnRecord(mail, String.valueOf(mail.attempts() + 1), recipient, mail.born())
                || isOnRecord(mail, NONE, recipient, mail.born())
                || isOnRecord(mail, move(mail.attempts(), mail.moves() + 1), recipient, Instant.MIN);
    }

    /** What was written before the mail was born is of another one: of a topic that was made anew under the same name. */
    private boolean isOnRecord(PendingMail mail, String attempt, Address recipient, Instant notBefore) {
        Instant time = attempts.get(key(mail.name().id(), mail.name().record(), attempt, recipient.toString()));
        return time != null && !time.isBefore(notBefore);
    }

    /** Takes note of all that another one knows. */
    public void addAll(Settled other) {
        attempts.putAll(other.attempts);
    }

    /** How many attempts are on record. */
    public int size() {
        return attempts.size();
    }

    private static String key(String mail, String record, String attempt, String recipient) {
        return mail + ' ' + record + ' ' + attempt + ' ' + recipient;
    }
}
