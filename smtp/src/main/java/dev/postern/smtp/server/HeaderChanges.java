package dev.postern.smtp.server;

import dev.postern.mail.Envelope;
import java.util.Map;

/**
 * What is changed of a message's header on its way in.
 *
 * @param dropsReturnPath whether Return-Path fields that are there are removed
 * @param missing fields that are added where the message has none of this name: name in lower case -> the field with its CRLF
 */
record HeaderChanges(boolean dropsReturnPath, Map<String, String> missing) {
    static final HeaderChanges NONE = new HeaderChanges(false, Map.of());

    HeaderChanges {
        missing = Map.copyOf(missing);
    }

    /**
     * What this server changes of the mail of this envelope.
     *
     * @param date now, as a field has it
     */
    static HeaderChanges of(ServerSettings settings, Envelope envelope, String date) {
        boolean completes = settings.mode().isSubmission();
        if (!completes && !settings.returnPath()) {
            return NONE;
        }
        Map<String, String> missing = completes // RFC 6409 §8.2, §8.3
                ? Map.of(
                        "date",
                        "Date: " + date + "\r\n",
                        "message-id",
                        "Message-ID: <" + envelope.id() + "@" + settings.hostname() + ">\r\n")
                : Map.of();
        return new HeaderChanges(settings.returnPath(), missing);
    }
}
