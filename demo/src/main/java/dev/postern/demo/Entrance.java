package dev.postern.demo;

/**
 * A way for mail to come in.
 *
 * @param name of who listens
 * @param port the loopback port on which it takes mail
 * @param carrier of who writes the mail to the topic
 * @param topic holds the mail
 */
record Entrance(String name, int port, String carrier, String topic) {}
