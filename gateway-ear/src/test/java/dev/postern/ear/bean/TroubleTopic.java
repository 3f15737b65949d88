package dev.postern.ear.bean;

import dev.postern.gateway.MailPublisher;
import dev.postern.jca.InboundMail;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** The application's way to the gateway's topic. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
@SuppressWarnings("NullAway.Init") // the container calls open() first
public class TroubleTopic {
    private MailPublisher publisher;

    @PostConstruct
    void open() {
        publisher = new MailPublisher();
    }

    @PreDestroy
    void close() {
        publisher.close();
    }

    /** Returns when the broker has the mail. */
    public void publish(InboundMail mail) {
        publisher.publish(mail, publisher.topic(), mail.envelope().recipients());
    }
}
