/**
 * Bytes to values and back: the only place that knows how SMTP looks on the wire (RFC 5321 §2.3.8, §4.1.2, §4.2, §4.5.2).
 *
 * <p>Lines end in CRLF and nothing else. A bare CR, a bare LF or a NUL is refused wherever it stands, in both directions,
 * because peers that disagree about the end of a line disagree about the end of a message.
 */
@NullMarked
package dev.postern.smtp.wire;

import org.jspecify.annotations.NullMarked;
