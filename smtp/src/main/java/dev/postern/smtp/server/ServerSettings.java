package dev.postern.smtp.server;

import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.ClientRules;
import dev.postern.smtp.policy.Limits;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of one server share.
 *
 * @param mode the protocol, and what is asked of clients
 * @param returnPath whether Return-Path is put before each message (RFC 5321 §4.4)
 * @param hostname our name in the greeting, in EHLO and in Received
 * @param tls the certificates, or null where TLS is not offered
 * @param requireTls whether mail is refused in plaintext
 * @param implicitTls whether connections begin in TLS (RFC 8314 §3.3)
 * @param rules what is held against clients outside of the checks
 * @param auth who may log in and how, or null where AUTH is not offered
 * @param traffic where they count what comes
 */
record ServerSettings(
        ListenerMode mode,
        boolean returnPath,
        String hostname,
        Limits limits,
        List<Check> checks,
        ClientRules rules,
        Spool spool,
        MailSink sink,
        @Nullable ServerTls tls,
        boolean requireTls,
        boolean implicitTls,
        @Nullable ServerAuth auth,
        Clock clock,
        Traffic traffic) {}
