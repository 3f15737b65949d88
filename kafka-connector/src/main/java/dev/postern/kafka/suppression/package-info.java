/**
 * Addresses to which no mail goes: a compacted topic, which people and programs write, and the sink too when an address turns out to be none.
 *
 * <p>A key is an address, its value a JSON object with {@code reason} and, where it ends by itself, {@code expires}; a record without a value takes the address off
 * the list. A task knows the whole list before it sends anything, and follows it from there on.
 */
@NullMarked
package dev.postern.kafka.suppression;

import org.jspecify.annotations.NullMarked;
