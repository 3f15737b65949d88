package dev.postern.jca;

/** The interface of message-driven beans that receive mail. */
public interface MailListener {
    /**
     * Takes one mail. It counts as taken when this method has returned and its transaction has committed: only then is the client told
     * 250. Any exception, or a transaction that rolls back, leaves the mail with the client, which will send it again.
     *
     * @param mail may be used until this method returns
     * @throws MailRejectedException to refuse this mail with a reply of your choice
     */
    void onMail(InboundMail mail);
}
