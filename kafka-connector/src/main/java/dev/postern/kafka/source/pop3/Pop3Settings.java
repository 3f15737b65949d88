package dev.postern.kafka.source.pop3;

import dev.postern.kafka.Backoff;
import java.time.Duration;

/**
 * How mailboxes are read.
 *
 * @param delete whether a mail is deleted when the broker has it
 * @param mayBeDropped whether Connect may be done with a mail that the broker does not have
 * @param goneTopic the topic that is told of mails that are gone, or empty
 * @param largest octets of a mail that is read in whole
 * @param rate mails a second, or 0 for as many as there are
 * @param poll how often to visit
 * @param connectTimeout in milliseconds
 * @param timeout of each answer, in milliseconds
 */
record Pop3Settings(
        boolean delete,
        boolean mayBeDropped,
        String goneTopic,
        long largest,
        int rate,
        Duration poll,
        int connectTimeout,
        int timeout,
        Backoff backoff) {}
