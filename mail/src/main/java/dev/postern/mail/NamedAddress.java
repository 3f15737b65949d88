package dev.postern.mail;

import org.jspecify.annotations.Nullable;

/**
 * A mailbox as a header field has it (RFC 5322 §3.4).
 *
 * @param name for people, decoded; null where there is none
 */
public record NamedAddress(@Nullable String name, Address address) {}
