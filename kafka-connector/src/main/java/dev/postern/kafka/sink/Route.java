package dev.postern.kafka.sink;

/** Who gets the mail first. */
enum Route {
    /** Our relay, which knows the way. */
    RELAY,
    /** The hosts that DNS names for the recipient's domain. */
    MX
}
