/**
 * The mail server's side of the milter protocol, version 6, as Sendmail and libmilter speak it: other programs judge mail while it comes.
 *
 * <p>Each packet is a length of four octets, a letter and data. A connection begins with what each side can do (OPTNEG); then the milter hears
 * of the client (CONNECT, HELO) and of each mail (MAIL, RCPT, DATA, its header field by field, its body in chunks), and answers each step with
 * one letter, unless it said that it won't. At the end of the body it may change the header. Macros, which go before a step, tell what the step
 * itself has no place for.
 *
 * <p>{@link dev.postern.smtp.milter.Milters} makes checks, whose {@code MilterSession} holds one connection and the steps of one SMTP session;
 * {@code ContentTransfer} sends a message; {@code MilterConnection} asks and waits; the rest turns values into octets and back.
 */
@NullMarked
package dev.postern.smtp.milter;

import org.jspecify.annotations.NullMarked;
