/**
 * The words of SMTP as values without I/O: verbs and commands (RFC 5321 §4.1), replies (§4.2) and enhanced status codes
 * (RFC 3463). Server and client speak in them; the {@code wire} package turns them into bytes and back.
 */
@NullMarked
package dev.postern.smtp;

import org.jspecify.annotations.NullMarked;
