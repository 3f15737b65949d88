package dev.postern.kafka.source.record;

import dev.postern.mail.content.MailHeader;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the key of a record is: mails of one key stay in their order. */
public enum RecordKey {
    /** The id of the mail. */
    ID,
    /** The first recipient, in lower case. */
    RECIPIENT,
    /** The field Message-ID. */
    MESSAGE_ID,
    /** The first mail of the thread, as far as the mail names it. */
    THREAD;

    private static final int LONGEST = 998; // RFC 5322 §2.1.1

    static List<String> names() {
        return List.of("id", "recipient", "message-id", "thread");
    }

    static RecordKey named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The key; the id of the mail where it does not say what is asked for. */
    String of(String id, @Nullable String recipient, MailHeader header) {
        @Nullable
        String key = switch (this) {
            case ID -> id;
            case RECIPIENT -> recipient == null ? null : recipient.toLowerCase(Locale.ROOT);
            case MESSAGE_ID -> HeaderStruct.messageId(header);
            case THREAD -> HeaderStruct.thread(header);
        };
        return key == null || key.length() > LONGEST ? id : Utf8.sound(key);
    }
}
