package dev.postern.kafka.source.imap;

import dev.postern.kafka.Backoff;
import dev.postern.kafka.source.mailbox.Bounds;
import java.time.Duration;

/**
 * How folders are read.
 *
 * @param fromStart whether mail is read that was there before us
 * @param content how much of a mail
 * @param changes of mails that were read, which become records too
 * @param largest octets of a mail that is read in whole
 * @param batch mails that are asked for together
 * @param batchOctets octets of these
 * @param rate mails a second, or 0 for as many as there are
 * @param poll how often to look where the server does not tell by itself
 * @param idle how long to wait for the server's word at most
 * @param connections of an account, for all of its folders in a task
 * @param connectTimeout in milliseconds
 * @param timeout of each answer, in milliseconds
 */
record ImapSettings(
        boolean fromStart,
        ContentKind content,
        AfterAck after,
        ChangeKinds changes,
        long largest,
        int batch,
        long batchOctets,
        int rate,
        Duration poll,
        Duration idle,
        int connections,
        int connectTimeout,
        int timeout,
        Backoff backoff) {
    Bounds bounds() {
        return Bounds.forMail(largest, batchOctets);
    }
}
