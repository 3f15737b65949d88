package dev.postern.mail;

/**
 * A file that travels in a message.
 *
 * @param name the file's name as the recipient sees it
 * @param contentType its media type, such as {@code application/pdf}
 * @param content its octets; must not change any more
 */
@SuppressWarnings("ArrayRecordComponent") // an attachment is never compared, and a copy of a large file is dear
public record Attachment(String name, String contentType, byte[] content) {}
