/**
 * The structure of a message and the encodings of its parts (RFC 2045, RFC 2046), as far as its way through servers needs them.
 *
 * <p>{@link dev.postern.mail.mime.SevenBit} makes of a message in 8 bits one in 7 bits (RFC 6152 §3), in the steps: find the parts and what
 * octets each holds; plan what must change; show the message with these changes. Nothing is kept of what stands in the parts.
 */
@NullMarked
package dev.postern.mail.mime;

import org.jspecify.annotations.NullMarked;
