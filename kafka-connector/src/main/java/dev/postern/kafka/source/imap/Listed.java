package dev.postern.kafka.source.imap;

/**
 * A mail that is in a folder.
 *
 * @param size in octets as the server says it, or -1 where it says none
 */
record Listed(long uid, long size) {}
