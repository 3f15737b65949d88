/**
 * What servers and clients of SASL (RFC 4422) have in common: base64 and text in messages, the hashes and keys of SCRAM, and what binds a
 * login to its TLS connection. Without I/O, and with no word on who may log in.
 */
@NullMarked
package dev.postern.smtp.sasl;

import org.jspecify.annotations.NullMarked;
