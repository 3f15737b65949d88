package dev.postern.ear.bean;

import dev.postern.jca.InboundMail;
import dev.postern.jca.MailConnection;
import dev.postern.jca.MailConnectionFactory;
import dev.postern.jca.MailListener;
import dev.postern.jca.MailRejectedException;
import dev.postern.jca.MailSendException;
import dev.postern.mail.MessageBuilder;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.mail.MailSessionDefinition;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.TransactionSupport;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** A user's bean that fails in every way; the recipient's local part says in which. */
@MessageDriven(
        name = "TroubleBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "name", propertyValue = "trouble"),
            @ActivationConfigProperty(propertyName = "replyDeadlineMs", propertyValue = "2000"),
            @ActivationConfigProperty(
                    propertyName = "recipientVerifierClass",
                    propertyValue = "dev.postern.ear.bean.AllButNobody")
        })
@MailSessionDefinition(
        name = "java:app/mail/session",
        transportProtocol = "postern",
        properties = {
            "mail.transport.protocol=postern",
            "mail.transport.protocol.rfc822=postern",
            "mail.postern.factory=java:app/mail/answers"
        })
@ConnectionFactoryDefinition(
        name = "java:app/mail/answers",
        interfaceName = "dev.postern.jca.MailConnectionFactory",
        resourceAdapter = "postern",
        transactionSupport = TransactionSupport.TransactionSupportLevel.XATransaction,
        properties = "name=answers")
public class TroubleBean implements MailListener {
    private static final long LONGER_THAN_THE_DEADLINE_MILLIS = 3_000;
    private static final AtomicInteger LAST_STATUS = new AtomicInteger(-1);

    @Resource
    private MessageDrivenContext context;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    @EJB
    private TroubleTopic topic;

    @Resource(lookup = "java:app/mail/answers")
    private MailConnectionFactory answers;

    @Resource(lookup = "java:app/mail/session")
    private Session session;

    @Override
    public void onMail(InboundMail mail) {
        switch (mail.envelope().recipients().get(0).localPart()) {
            case "succeeds" -> transactions.registerInterposedSynchronization(new Recorder());
            case "throws" -> {
                transactions.registerInterposedSynchronization(new Recorder());
                throw new IllegalStateException("as it was told to");
            }
            case "throws-an-application-exception" -> {
                transactions.registerInterposedSynchronization(new Recorder());
                throw new LenientException();
            }
            case "marks-for-rollback" -> {
                transactions.registerInterposedSynchronization(new Recorder());
                context.setRollbackOnly();
            }
            case "answers" -> answer(mail);
            case "answers-and-throws" -> {
                answer(mail);
                throw new IllegalStateException("behind the answer");
            }
            case "answers-by-jakarta-mail" -> answerByJakartaMail(mail);
            case "answers-by-jakarta-mail-and-throws" -> {
                answerByJakartaMail(mail);
                throw new IllegalStateException("behind the answer");
            }
            case "refuses" -> throw new MailRejectedException(550, "5.1.1", "No such ticket");
            case "fails-at-commit" -> transactions.registerInterposedSynchronization(new FailingAtCommit());
            case "has-two-databases" -> joined(FakeDatabase.Failure.NEVER, FakeDatabase.Failure.NEVER);
            case "has-a-database-that-fails-at-commit" -> joined(FakeDatabase.Failure.AT_COMMIT);
            case "has-a-second-database-that-fails-at-prepare" ->
                joined(FakeDatabase.Failure.NEVER, FakeDatabase.Failure.AT_PREPARE);
            case "is-slow" -> {
                transactions.registerInterposedSynchronization(new Recorder());
                sleepPastTheDeadline();
            }
            case "publishes-and-fails" -> {
                topic.publish(mail);
                throw new IllegalStateException("behind the acknowledgement");
            }
            case "fails-before-it-publishes" -> {
                failOnRequest(mail);
                topic.publish(mail);
            }
            case "tells-the-last-status" ->
                throw new MailRejectedException(550, "5.0.0", "status " + LAST_STATUS.getAndSet(-1));
            default -> throw new MailRejectedException("Unknown trouble");
        }
    }

    private void joined(FakeDatabase.Failure... failures) {
        transactions.registerInterposedSynchronization(new Recorder());
        FakeDatabase.join(failures);
    }

    private void answer(InboundMail mail) {
        try (MailConnection connection = answers.getConnection()) {
            connection.send(new MessageBuilder(mail.id(), Instant.now())
                    .from("desk@example.net")
                    .to("bob@example.net")
                    .subject("Re: your mail")
                    .text("to " + mail.envelope().recipients().get(0))
                    .build());
        } catch (ResourceException | MailSendException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answerByJakartaMail(InboundMail mail) {
        try {
            MimeMessage answer = new MimeMessage(session);
            answer.setFrom("desk@example.net");
            answer.setRecipients(Message.RecipientType.TO, "bob@example.net");
            answer.setSubject("By Jakarta Mail");
            answer.setText("to " + mail.envelope().recipients().get(0).localPart());
            Transport.send(answer);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void failOnRequest(InboundMail mail) {
        if (mail.size() > 0) {
            throw new IllegalStateException("before the record is sent");
        }
    }

    private static void sleepPastTheDeadline() {
        try {
            Thread.sleep(LONGER_THAN_THE_DEADLINE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Remembers how the transaction ended. */
    private static final class Recorder implements Synchronization {
        @Override
        public void beforeCompletion() {
            LAST_STATUS.set(-1);
        }

        @Override
        public void afterCompletion(int status) {
            LAST_STATUS.set(status);
        }
    }

    /** Makes the transaction fail when it is about to commit. */
    private static final class FailingAtCommit implements Synchronization {
        @Override
        public void beforeCompletion() {
            throw new IllegalStateException("the database is gone");
        }

        @Override
        public void afterCompletion(int status) {
            LAST_STATUS.set(status);
        }
    }
}
