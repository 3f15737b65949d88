package dev.postern.smtp.policy;

import java.time.Duration;

/**
 * How much one client may ask of a server (RFC 5321 §4.5.3).
 *
 * @param messageSize octets of one message, announced by SIZE (RFC 1870); a larger one is refused with 552
 * @param recipients recipients of one mail; at least 100 by RFC 5321 §4.5.3.1.8
 * @param commandLine octets of one command line with its CRLF; at least 512 by §4.5.3.1.4
 * @param connections open connections of the whole listener; one more is turned away with 421
 * @param errors refused commands in one session; after so many it ends with 421
 * @param junkCommands commands since the last mail that was taken that bring none further, such as NOOP, RSET, VRFY, HELP and EHLO; one
 *     more ends the session with 421 (§7.8)
 * @param timeWithoutMail time since the last mail that was taken, after which a command ends the session with 421; more than the largest
 *     mail takes
 * @param commandTimeout silence allowed between commands; §4.5.3.2.7 asks for 5 minutes
 * @param dataTimeout silence allowed within the content; §4.5.3.2.5 asks for 3 minutes
 */
public record Limits(
        long messageSize,
        int recipients,
        int commandLine,
        int connections,
        int errors,
        int junkCommands,
        Duration timeWithoutMail,
        Duration commandTimeout,
        Duration dataTimeout) {
    /** 10 MiB, 1,000 recipients, 1,000 connections, 100 junk commands, 6 hours without mail, and the timeouts of the standard. */
    public static final Limits DEFAULT = new Limits(
            10 << 20, 1_000, 2_048, 1_000, 20, 100, Duration.ofHours(6), Duration.ofMinutes(5), Duration.ofMinutes(3));

    /** @throws IllegalArgumentException if a limit is below what SMTP needs */
    public Limits {
        atLeast("messageSize", messageSize, 64 << 10); // RFC 5321 §4.5.3.1.7
        atLeast("recipients", recipients, 100);
        atLeast("commandLine", commandLine, 512);
        atLeast("connections", connections, 1);
        atLeast("errors", errors, 1);
        atLeast("junkCommands", junkCommands, 10); // EHLO, STARTTLS, EHLO, AUTH and its dialogue are some already
        atLeast("timeWithoutMail in ms", timeWithoutMail.toMillis(), 1);
        atLeast("commandTimeout in ms", commandTimeout.toMillis(), 1);
        atLeast("dataTimeout in ms", dataTimeout.toMillis(), 1);
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be at least " + least);
        }
    }

    /** These limits with another message size, in octets. */
    public Limits withMessageSize(long octets) {
        return with(octets, recipients, connections, junkCommands);
    }

    /** These limits with another number of connections. */
    public Limits withConnections(int count) {
        return with(messageSize, recipients, count, junkCommands);
    }

    /** These limits with another number of recipients. */
    public Limits withRecipients(int count) {
        return with(messageSize, count, connections, junkCommands);
    }

    /** These limits with another number of junk commands. */
    public Limits withJunkCommands(int count) {
        return with(messageSize, recipients, connections, count);
    }

    /** These limits with other timeouts. */
    public Limits withTimeouts(Duration command, Duration data) {
        return new Limits(
                messageSize,
                recipients,
                commandLine,
                connections,
                errors,
                junkCommands,
                timeWithoutMail,
                command,
                data);
    }

    private Limits with(long size, int mostRecipients, int mostConnections, int mostJunk) {
        return new Limits(
                size,
                mostRecipients,
                commandLine,
                mostConnections,
                errors,
                mostJunk,
                timeWithoutMail,
                commandTimeout,
                dataTimeout);
    }
}
