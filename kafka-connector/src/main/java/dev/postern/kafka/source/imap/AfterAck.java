package dev.postern.kafka.source.imap;

import java.io.IOException;
import java.util.Locale;
import org.eclipse.angus.mail.iap.Argument;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done to a mail when the broker has its record.
 *
 * @param target the flag, the keyword or the folder, or empty
 */
record AfterAck(Kind kind, String target) {
    private static final Logger LOG = LoggerFactory.getLogger(AfterAck.class);

    enum Kind {
        /** Nothing: the folder is not even opened for writing. */
        LEAVE,
        /** It gets a flag of the standard's. */
        FLAG,
        /** It gets a keyword. */
        KEYWORD,
        /** It goes to another folder (RFC 6851). */
        MOVE,
        /** It is deleted. */
        DELETE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean changesMail() {
        return kind != Kind.LEAVE;
    }

    /** Does it to these mails of the folder that is open. */
    void apply(ImapConnection connection, String uids) throws IOException {
        switch (kind) {
            case LEAVE -> {}
            case FLAG, KEYWORD -> store(connection, uids, target);
            case MOVE -> move(connection, uids);
            case DELETE -> delete(connection, uids);
        }
    }

    private static void store(ImapConnection connection, String uids, String flag) throws IOException {
        connection.run("UID STORE " + uids + " +FLAGS.SILENT (" + flag + ")", null, untagged -> {});
    }

    private void move(ImapConnection connection, String uids) throws IOException {
        boolean atOnce = connection.hasCapability("MOVE");
        Argument folder = connection.mailboxName(target);
        connection.run((atOnce ? "UID MOVE " : "UID COPY ") + uids, folder, untagged -> {});
        if (!atOnce) {
            delete(connection, uids);
        }
    }

    /** EXPUNGE without UIDs would remove what others have deleted too (RFC 4315 §2.1). */
    private static void delete(ImapConnection connection, String uids) throws IOException {
        store(connection, uids, "\\Deleted");
        if (connection.hasCapability("UIDPLUS") || connection.hasCapability("IMAP4rev2")) {
            connection.run("UID EXPUNGE " + uids, null, untagged -> {});
        } else {
            LOG.debug("The server has no UID EXPUNGE: mails {} stay, marked as deleted", uids);
        }
    }
}
