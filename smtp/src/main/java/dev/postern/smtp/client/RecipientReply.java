package dev.postern.smtp.client;

import dev.postern.mail.Address;
import dev.postern.smtp.Reply;

/**
 * What the server finally said about one recipient: the reply to MAIL, RCPT, DATA or the end of the content, whichever decided.
 *
 * @param reply positive if and only if the server took over the mail for this recipient
 */
public record RecipientReply(Address recipient, Reply reply) {}
