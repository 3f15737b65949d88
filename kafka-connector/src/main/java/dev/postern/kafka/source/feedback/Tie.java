package dev.postern.kafka.source.feedback;

import dev.postern.mail.Address;
import dev.postern.mail.MalformedAddressException;
import dev.postern.mail.arrival.Arrival;
import dev.postern.mail.arrival.SignedReturnPath;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The mail of ours that a notification is about.
 *
 * @param mail its id
 * @param proof how that is known: {@code signature}, or the stranger's word {@code envelope-id} or {@code message-id}
 * @param signature what is signed; null where nothing is
 */
record Tie(String mail, String proof, SignedReturnPath.@Nullable Proof signature) {
    private static final int MOST_ADDRESSES = 50;

    /** An id as the gateway makes it. */
    private static final Pattern OURS = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");

    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._-]{1,200})@.*");

    /**
     * Finds the mail.
     *
     * @param paths by which our own return paths are known; null where none are signed
     * @param arrivedAt the addresses that the notification came to
     */
    static Optional<Tie> of(@Nullable SignedReturnPath paths, Stream<String> arrivedAt, Arrival arrival, Instant now) {
        Optional<Tie> signed = paths == null
                ? Optional.empty()
                : Stream.concat(
                                arrivedAt.limit(MOST_ADDRESSES),
                                Stream.ofNullable(arrival.original().sender()))
                        .flatMap(Tie::address)
                        .flatMap(address -> paths.verify(address, now).stream())
                        .findFirst()
                        .map(proof -> new Tie(proof.mail(), "signature", proof));
        return signed.or(() -> byWord(arrival.original()));
    }

    private static Optional<Tie> byWord(Arrival.Original original) {
        String envelope = original.envelopeId();
        if (envelope != null && OURS.matcher(envelope).matches()) {
            return Optional.of(new Tie(envelope, "envelope-id", null));
        }
        Matcher named = NAMED.matcher(original.messageId() == null ? "" : original.messageId());
        return named.matches() ? Optional.of(new Tie(named.group(1), "message-id", null)) : Optional.empty();
    }

    private static Stream<Address> address(String text) {
        try {
            return Stream.of(Address.parse(text));
        } catch (MalformedAddressException e) {
            return Stream.empty();
        }
    }

    /** Whose mail it was, where that is proved. */
    @Nullable
    Address sender() {
        return signature == null ? null : signature.sender();
    }

    /** Whether it is proved that the mail went to this recipient, and to no other. */
    boolean proves(@Nullable String recipient) {
        return signature != null && recipient != null && signature.isOf(recipient);
    }
}
