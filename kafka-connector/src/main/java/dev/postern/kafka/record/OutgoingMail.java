package dev.postern.kafka.record;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;

/** A mail as it leaves: who sends it to whom, and its content. */
public record OutgoingMail(Envelope envelope, Message message) {}
