package dev.postern.kafka.source.imap;

import java.util.Date;
import org.jspecify.annotations.Nullable;

/** A mail as the server gave it. */
final class FetchedMail {
    private final Listed listed;
    private final String flags;
    private final @Nullable Date received;
    private final byte[] content;
    private final ContentKind kind;

    /**
     * @param flags with spaces between
     * @param received when the server got it, or null where it doesn't say
     * @param content as much of it as the kind says; must not change any more
     */
    FetchedMail(Listed listed, String flags, @Nullable Date received, byte[] content, ContentKind kind) {
        this.listed = listed;
        this.flags = flags;
        this.received = received;
        this.content = content;
        this.kind = kind;
    }

    long uid() {
        return listed.uid();
    }

    /** The size of the whole mail in octets, as the server says it; -1 where it says none. */
    long size() {
        return listed.size();
    }

    String flags() {
        return flags;
    }

    @Nullable
    Date received() {
        return received;
    }

    byte[] content() {
        return content;
    }

    ContentKind kind() {
        return kind;
    }

    /** The same with other content. */
    FetchedMail with(byte[] other, ContentKind otherKind) {
        return new FetchedMail(listed, flags, received, other, otherKind);
    }

    /** For messages. */
    @Override
    public String toString() {
        return "mail " + uid();
    }
}
