package dev.postern.kafka.replay;

import dev.postern.kafka.deferred.PendingMail;
import dev.postern.mail.Address;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Attempts that are on record, by mail and recipient. */
public final class Settled {
    /** The attempt of what expired without one. */
    private static final String NONE = "0";

    /** Stands between the attempts of a mail and its moves. */
    private static final char MOVES = '/';

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(?:/\\d{1,9})?");

    /** When each was written, by mail and recipient and then by its number. */
    private final Map<String, Map<String, Instant>> attempts = new HashMap<>();

    /** Nothing is on record. */
    public Settled() {}

    /**
     * Takes note of an attempt.
     *
     * @param mail its id
     * @param record where the record stands that asked for it
     * @param attempt its number; anything else is passed over
     * @param time when it was written
     */
    void add(String mail, String record, String attempt, String recipient, Instant time) {
        if (NUMBER.matcher(attempt).matches()) {
            attempts.computeIfAbsent(key(mail, record, recipient), any -> new HashMap<>(2))
                    .put(attempt, time);
        }
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
        return String.valueOf(attempts) + MOVES + moves;
    }

    /**
     * A mail with the recipients whose next attempt, or next move, is not on record, nor a later attempt: the mail that waited for that one may be deleted by now.
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
        Map<String, Instant> known =
                attempts.getOrDefault(key(mail.name().id(), mail.name().record(), recipient.toString()), Map.of());
        return known.containsKey(move(mail.attempts(), mail.moves() + 1))
                || known.entrySet().stream()
                        .anyMatch(each -> isThisOrLater(each.getKey(), mail.attempts() + 1)
                                && !each.getValue().isBefore(mail.born())); // else of a topic that was made anew
    }

    /** Whether an attempt is of this number or a higher one, or the end of what had none. */
    private static boolean isThisOrLater(String attempt, int number) {
        return attempt.equals(NONE) || (attempt.indexOf(MOVES) < 0 && Integer.parseInt(attempt) >= number);
    }

    /** Takes note of all that another one knows. */
    public void addAll(Settled other) {
        other.attempts.forEach((key, times) ->
                attempts.computeIfAbsent(key, any -> new HashMap<>(2)).putAll(times));
    }

    /** How many attempts are on record. */
    public int size() {
        return attempts.values().stream().mapToInt(Map::size).sum();
    }

    private static String key(String mail, String record, String recipient) {
        return mail + ' ' + record + ' ' + recipient;
    }
}
