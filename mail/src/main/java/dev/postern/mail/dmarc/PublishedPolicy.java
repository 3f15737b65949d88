package dev.postern.mail.dmarc;

/**
 * A policy and where it was found.
 *
 * @param domain in A-labels and lower case
 */
public record PublishedPolicy(String domain, DmarcRecord record) {}
