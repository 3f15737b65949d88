package dev.postern.kafka.source.record.claim;

/**
 * Where octets rest that a record does not hold.
 *
 * @param uri by which whoever may read the store finds them
 * @param size in octets
 * @param sha256 in hexadecimal digits, lower case
 */
public record Claim(String uri, long size, String sha256) {}
