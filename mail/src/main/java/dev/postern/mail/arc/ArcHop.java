package dev.postern.mail.arc;

/**
 * One who has handled and sealed a mail.
 *
 * @param instance its number, counted from 1 for the first
 * @param domain who sealed it, in A-labels and lower case
 * @param selector with which key, in A-labels and lower case
 * @param results what it says to have found, as in the value of an Authentication-Results field (RFC 8601 §2.2); a character stands for an
 *     octet. It is as true as the domain is
 */
public record ArcHop(int instance, String domain, String selector, String results) {}
