package dev.postern.jca.inbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which mails a bean has failed on, and how often: one that fails again and again while others are taken is poison, and not the fault of a
 * database that is away. So a try counts only if the bean has taken another mail since the one before.
 *
 * <p>In memory, for 10,000 mails and 5 days each; a bean that is deployed anew begins with none.
 */
final class FailedMails {
    private static final int MOST_MAILS = 10_000;
    private static final Duration LONGEST_RETRIES = Duration.ofDays(5); // RFC 5321 §4.5.4.1

    private final int most;
    private final DeliveryMode mode;
    private final LongSupplier taken;
    private final Cache<String, Failed> mails = Caffeine.newBuilder()
            .maximumSize(MOST_MAILS)
            .expireAfterWrite(LONGEST_RETRIES)
            .build();

    /**
     * @param times that counted
     * @param taken mails that the bean had taken then
     */
    private record Failed(MailIdentity mail, int times, long taken) {}

    /**
     * @param most tries that fail until a mail is poison; 0: none ever is
     * @param mode whether that is so for all recipients of a call, or for one
     * @param taken the mails that the bean has taken
     */
    FailedMails(int most, DeliveryMode mode, LongSupplier taken) {
        this.most = most;
        this.mode = mode;
        this.taken = taken;
    }

    /** How many there are, about. */
    long size() {
        return mails.estimatedSize();
    }

    /** Whether a mail of this Message-ID may have failed. */
    boolean mayHold(String messageId, Envelope call) {
        return mails.getIfPresent(key(messageId, call)) != null;
    }

    /** Whether it has failed so often that it is not tried again. */
    boolean isPoison(MailIdentity mail, Envelope call) {
        Failed failed = mails.getIfPresent(key(mail.messageId(), call));
        return failed != null && failed.mail().equals(mail) && failed.times() >= most;
    }

    /** The bean has taken this mail, which it may have failed on before. */
    void forget(MailIdentity mail, Envelope call) {
        mails.asMap()
                .computeIfPresent(
                        key(mail.messageId(), call),
                        (key, failed) -> failed.mail().equals(mail) ? null : failed);
    }

    /**
     * The bean has failed on a mail. One without a Message-ID is not recognised when it comes again.
     *
     * @throws IOException if the message can't be read
     */
    void failed(Message message, Envelope call) throws IOException {
        String messageId = most == 0 ? null : MailIdentity.messageId(message);
        if (messageId != null) {
            MailIdentity mail = MailIdentity.of(messageId, message);
            long now = taken.getAsLong();
            mails.asMap().compute(key(messageId, call), (key, before) -> failed(mail, before, now));
        }
    }

    private String key(String messageId, Envelope call) {
        return mode == DeliveryMode.RECIPIENT
                ? messageId + ' ' + call.recipients().get(0)
                : messageId;
    }

    private static Failed failed(MailIdentity mail, @Nullable Failed before, long taken) {
        if (before == null || !before.mail().equals(mail)) {
            return new Failed(mail, 1, taken);
        }
        return new Failed(mail, before.times() + (taken == before.taken() ? 0 : 1), taken);
    }
}
