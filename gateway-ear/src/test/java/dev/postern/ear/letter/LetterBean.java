package dev.postern.ear.letter;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;

/** Sends a mail when it comes up, in the transaction in which it does. */
@Singleton
@Startup
public class LetterBean {
    @Resource(lookup = "java:global/postern/mail")
    private Session session;

    @PostConstruct
    void send() {
        try {
            MimeMessage letter = new MimeMessage(session);
            letter.setFrom("desk@example.net");
            letter.setRecipients(Message.RecipientType.TO, "bob@example.net");
            letter.setRecipients(Message.RecipientType.BCC, "cy@example.net");
            letter.setSubject("By the gateway's session");
            letter.setText("Hello");
            Transport.send(letter);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
