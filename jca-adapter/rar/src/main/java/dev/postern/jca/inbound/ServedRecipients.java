package dev.postern.jca.inbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.mail.Address;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has a mail already that its client keeps, because another bean has not taken its share: when the client sends it again, they do not
 * get it twice. In memory, 100,000 recipients for 5 days each; what is forgotten, or lost with a restart, is brought twice.
 */
final class ServedRecipients {
    private static final int MOST_RECIPIENTS = 100_000;
    private static final Duration LONGEST_RETRIES = Duration.ofDays(5); // RFC 5321 §4.5.4.1

    private final Cache<String, Served> mails = Caffeine.newBuilder()
            .maximumWeight(MOST_RECIPIENTS)
            .weigher((String id, Served served) ->
                    served.has().size() + served.missing().size())
            .expireAfterWrite(LONGEST_RETRIES)
            .build();

    /**
     * @param has who has it
     * @param missing who was to have it too
     */
    private record Served(MailIdentity mail, Set<Address> has, Set<Address> missing) {}

    /** Whether there is nothing to remember. */
    boolean isEmpty() {
        return mails.estimatedSize() == 0;
    }

    /** Whether a mail of this Message-ID may have been brought to somebody. */
    boolean mayHold(String messageId) {
        return mails.getIfPresent(messageId) != null;
    }

    /** Who has the mail already. */
    Set<Address> of(MailIdentity mail) {
        Served served = find(mail);
        return served == null ? Set.of() : served.has();
    }

    /**
     * Notes what an attempt came to.
     *
     * @param wanted whom it was for
     * @param has who has the mail now, by this attempt or one before
     */
    void note(MailIdentity mail, Collection<Address> wanted, Set<Address> has) {
        Served before = find(mail);
        Set<Address> missing = new HashSet<>(wanted);
        if (before != null) { // of which this attempt may be a part
            missing.addAll(before.missing());
        }
        missing.removeAll(has);
        if (!missing.isEmpty() && !has.isEmpty()) {
            mails.put(mail.messageId(), new Served(mail, Set.copyOf(has), missing));
        } else if (before != null) {
            mails.invalidate(mail.messageId());
        }
    }

    private @Nullable Served find(MailIdentity mail) {
        Served served = mails.getIfPresent(mail.messageId());
        return served != null && served.mail().equals(mail) ? served : null;
    }
}
