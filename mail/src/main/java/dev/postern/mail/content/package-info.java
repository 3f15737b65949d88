/**
 * What people find in a mail: its text, its HTML and its files (RFC 2045, RFC 2046, RFC 2183), out of whatever a stranger has sent.
 *
 * <p>{@link dev.postern.mail.content.MailContent} asks {@link dev.postern.mail.mime.PartReader} for the parts and sorts them; octets become text by {@code Text},
 * which mends what is labelled wrong; {@link dev.postern.mail.content.FileName} makes of any name one that can be shown and stored;
 * {@link dev.postern.mail.content.ReplyText} leaves of a reply what its writer has written.
 */
@NullMarked
package dev.postern.mail.content;

import org.jspecify.annotations.NullMarked;
