package dev.postern.kafka.source.imap;

import jakarta.mail.Flags;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FLAGS;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.MODSEQ;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jspecify.annotations.Nullable;

/** What an answer to FETCH says (RFC 9051 §7.5.2). A server may say more than it was asked for, or less. */
final class Items {
    private static final Map<Flags.Flag, String> SYSTEM = Map.of(
            Flags.Flag.ANSWERED, "\\Answered",
            Flags.Flag.DELETED, "\\Deleted",
            Flags.Flag.DRAFT, "\\Draft",
            Flags.Flag.FLAGGED, "\\Flagged",
            Flags.Flag.RECENT, "\\Recent",
            Flags.Flag.SEEN, "\\Seen");

    private Items() {}

    /** The UID, or 0. */
    static long uid(FetchResponse mail) {
        @Nullable UID uid = mail.getItem(UID.class);
        return uid == null ? 0 : uid.uid;
    }

    /** The size in octets, or -1. */
    static long size(FetchResponse mail) {
        @Nullable RFC822SIZE size = mail.getItem(RFC822SIZE.class);
        return size == null ? -1 : size.size;
    }

    /** The number of the last change (RFC 7162 §3.1.4), or 0. */
    static long modseq(FetchResponse mail) {
        @Nullable MODSEQ modseq = mail.getItem(MODSEQ.class);
        return modseq == null ? 0 : modseq.modseq;
    }

    static @Nullable Date received(FetchResponse mail) {
        @Nullable INTERNALDATE date = mail.getItem(INTERNALDATE.class);
        return date == null ? null : date.getDate();
    }

    /** Flags and keywords, in an order of their own; null where it tells none. */
    static @Nullable String flags(FetchResponse mail) {
        @Nullable FLAGS flags = mail.getItem(FLAGS.class);
        if (flags == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        for (Flags.Flag flag : flags.getSystemFlags()) {
            @Nullable String word = SYSTEM.get(flag);
            if (word != null && !word.equals("\\Recent")) {
                words.add(word);
            }
        }
        words.addAll(List.of(flags.getUserFlags()));
        return String.join(" ", words.stream().sorted().toList());
    }

    /** The octets of a section, or null where it gives none. */
    static byte @Nullable [] section(FetchResponse mail, String section) {
        for (int i = 0; i < mail.getItemCount(); i++) {
            if (mail.getItem(i) instanceof BODY body && section.equalsIgnoreCase(body.getSection())) {
                @Nullable ByteArray octets = body.getByteArray();
                return octets == null ? null : octets.getNewBytes();
            }
        }
        return null;
    }

    /** The octets of the only section that was asked for, or null. */
    static byte @Nullable [] content(FetchResponse mail) {
        @Nullable BODY body = mail.getItem(BODY.class);
        @Nullable ByteArray octets = body == null ? null : body.getByteArray();
        return octets == null ? null : octets.getNewBytes();
    }
}
