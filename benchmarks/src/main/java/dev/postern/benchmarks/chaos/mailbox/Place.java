package dev.postern.benchmarks.chaos.mailbox;

/**
 * Where a mail was read.
 *
 * @param folder empty with POP3
 * @param uid what the server called it: UID or UIDL
 */
record Place(String account, String folder, String uid) {}
