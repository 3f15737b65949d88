package dev.postern.kafka.source.imap;

import dev.postern.kafka.source.mailbox.Fingerprint;
import java.io.IOException;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets mails of the folder that is open. Nothing here sets {@code \Seen}: BODY.PEEK is all that is asked for (RFC 9051 §6.4.5), and no ENVELOPE, which servers get wrong.
 */
final class MailFetch {
    private static final Logger LOG = LoggerFactory.getLogger(MailFetch.class);
    private static final String HEADER = "BODY.PEEK[HEADER]<0." + Fingerprint.LONGEST_HEADER + ">";

    private final FolderName name;
    private final ImapSettings settings;

    MailFetch(FolderName name, ImapSettings settings) {
        this.name = name;
        this.settings = settings;
    }

    /** The mails with UIDs from one to another, in order. */
    List<Listed> list(ImapConnection connection, long from, long to) throws IOException {
        TreeMap<Long, Long> sizes = new TreeMap<>();
        connection.fetch(from + ":" + to, "(UID RFC822.SIZE)", mail -> sizes.put(Items.uid(mail), Items.size(mail)));
        if (connection.wasMalformed()) { // of whom it said something senseless, it may say at least that he is there
            connection.fetch(from + ":" + to, "(UID)", mail -> sizes.putIfAbsent(Items.uid(mail), -1L));
        }
        return sizes.subMap(from, true, to, true).entrySet().stream()
                .map(each -> new Listed(each.getKey(), each.getValue()))
                .toList();
    }

    /** The headers of these mails. */
    Map<Long, byte[]> headers(ImapConnection connection, Collection<Listed> mails) throws IOException {
        Map<Long, byte[]> headers = new HashMap<>();
        connection.fetch(uids(mails), "(UID " + HEADER + ")", mail -> {
            byte[] content = Items.content(mail);
            if (content != null) {
                headers.put(Items.uid(mail), content);
            }
        });
        return headers;
    }

    /** These mails, by their UIDs; without those that the server gave no content of. */
    Map<Long, FetchedMail> all(ImapConnection connection, Collection<Listed> mails) throws IOException {
        Map<Long, Listed> listed = new HashMap<>();
        mails.forEach(mail -> listed.put(mail.uid(), mail));
        Map<Long, FetchedMail> fetched = new HashMap<>();
        ContentKind kind = settings.content() == ContentKind.ALL ? ContentKind.ALL : ContentKind.HEADERS;
        connection.fetch(uids(mails), "(UID FLAGS INTERNALDATE " + section(kind) + ")", response -> {
            Listed mail = listed.get(Items.uid(response));
            FetchedMail taken = mail == null ? null : taken(response, mail, kind);
            if (taken != null) {
                fetched.put(taken.uid(), taken);
            }
        });
        if (settings.content() == ContentKind.TEXT) {
            for (Map.Entry<Long, FetchedMail> each : fetched.entrySet()) {
                each.setValue(TextParts.addedTo(each.getValue(), connection, settings.largest()));
            }
        }
        return fetched;
    }

    private static @Nullable FetchedMail taken(FetchResponse response, Listed mail, ContentKind kind) {
        byte[] content = Items.content(response);
        String flags = Items.flags(response);
        @Nullable Date received = Items.received(response);
        return content == null ? null : new FetchedMail(mail, flags == null ? "" : flags, received, content, kind);
    }

    /**
     * A mail that is too large, or gave trouble: as much of it as can be had.
     *
     * @param most what may be asked for
     * @return null if it is not there any more
     */
    @Nullable
    FetchedMail alone(ImapConnection connection, Listed mail, ContentKind most) throws IOException {
        if (most == ContentKind.ALL && mail.size() <= settings.largest()) {
            // a size that is not known may be any
            FetchedMail whole =
                    one(connection, mail, "BODY.PEEK[]<0." + (settings.largest() + 1) + ">", ContentKind.ALL);
            if (whole != null && whole.content().length <= settings.largest()) {
                return whole;
            }
        }
        FetchedMail header = most == ContentKind.NONE ? null : one(connection, mail, HEADER, ContentKind.HEADERS);
        if (header != null) {
            return header;
        }
        boolean[] there = {false};
        connection.fetch(String.valueOf(mail.uid()), "(UID)", any -> there[0] |= Items.uid(any) == mail.uid());
        if (!there[0]) {
            return null;
        }
        LOG.warn("{}: the server does not give the mail with UID {}: its record has no content", name, mail.uid());
        return new FetchedMail(mail, "", null, new byte[0], ContentKind.NONE);
    }

    private static @Nullable FetchedMail one(ImapConnection connection, Listed mail, String section, ContentKind kind)
            throws IOException {
        @Nullable FetchedMail[] found = {null};
        for (String items : List.of("(UID FLAGS INTERNALDATE " + section + ")", "(UID " + section + ")")) {
            connection.fetch(String.valueOf(mail.uid()), items, response -> {
                if (Items.uid(response) == mail.uid() && found[0] == null) {
                    found[0] = taken(response, mail, kind);
                }
            });
            if (found[0] != null) {
                break; // else a date or a flag may be what made no sense
            }
        }
        return found[0];
    }

    private static String section(ContentKind kind) {
        return kind == ContentKind.ALL ? "BODY.PEEK[]" : HEADER;
    }

    private static String uids(Collection<Listed> mails) {
        return UidSet.of(mails.stream().map(Listed::uid).toList());
    }
}
