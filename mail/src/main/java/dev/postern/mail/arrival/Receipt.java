package dev.postern.mail.arrival;

import org.jspecify.annotations.Nullable;

/**
 * What became of a mail in the hands of its recipient (RFC 8098).
 *
 * @param recipient who says so; null where it does not say
 * @param disposition such as {@code displayed} or {@code deleted}, in lower case
 * @param automatic whether no person has confirmed it (RFC 8098 §3.2.6.1)
 */
public record Receipt(@Nullable String recipient, String disposition, boolean automatic) {}
