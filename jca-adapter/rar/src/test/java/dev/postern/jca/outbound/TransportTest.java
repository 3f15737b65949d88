package dev.postern.jca.outbound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.MailConnectionFactory;
import dev.postern.jca.transport.PosternTransport;
import dev.postern.mail.Address;
import dev.postern.smtp.Reply;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Provider;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.Properties;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that knows Jakarta Mail alone. */
class TransportTest {
    private static MailConnectionFactory bound;

    @TempDir
    private Path directory;

    private FakeServer server;

    /** The JNDI of an application server that knows one name. */
    public static final class Names implements InitialContextFactory {
        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
            return new InitialContext(true) {
                @Override
                public Object lookup(String name) throws NamingException {
                    return switch (name) {
                        case "java:app/mail/out" -> bound;
                        case "java:app/other" -> "something else";
                        default -> throw new NamingException("nothing of that name");
                    };
                }
            };
        }
    }

    @BeforeEach
    void start() throws Exception {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Names.class.getName());
        server = new FakeServer(
                directory.resolve("journal"),
                envelope -> envelope.recipients().toString().contains("nobody")
                        ? Reply.of(550, "5.1.1", "No such user")
                        : envelope.recipients().toString().contains("busy")
                                ? Reply.of(451, "4.3.2", "Busy")
                                : Reply.of(250, "2.0.0", "Taken"));
        bound = server.connections();
    }

    @AfterEach
    void stop() {
        server.close();
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    }

    private static Session session(Map<String, String> more) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", "postern");
        properties.put("mail.postern.factory", "java:app/mail/out");
        properties.putAll(more);
        Session session = Session.getInstance(properties);
        session.addProvider(
                new Provider(Provider.Type.TRANSPORT, "postern", PosternTransport.class.getName(), "Postern", "0.1"));
        session.setProtocolForAddress("rfc822", "postern");
        return session;
    }

    private static MimeMessage message(Session session, String to) throws Exception {
        MimeMessage message = new MimeMessage(session);
        message.setFrom("Ann <ann@example.org>");
        message.setRecipients(RecipientType.TO, to);
        message.setSubject("An order");
        message.setText("hello");
        return message;
    }

    @Test
    void transportSendIsEnough() throws Exception {
        Transport.send(message(session(Map.of()), "Bob <bob@example.net>, team: cy@example.net, dan@example.net;"));
        FakeServer.Mail mail = server.next();
        assertEquals(Address.parse("ann@example.org"), mail.envelope().reversePath());
        assertEquals(
                "[bob@example.net, cy@example.net, dan@example.net]",
                mail.envelope().recipients().toString());
        assertTrue(mail.content().endsWith("\r\n\r\nhello\r\n"), mail.content());
        assertEquals(1, server.pooled());
    }

    @Test
    void theReversePathIsTheSessions() throws Exception {
        Transport.send(message(session(Map.of("mail.postern.from", "bounces@example.org")), "bob@example.net"));
        assertEquals(
                Address.parse("bounces@example.org"), server.next().envelope().reversePath());
    }

    @Test
    void anExceptionTellsWhoIsWhat() throws Exception {
        SendFailedException refused = assertThrows(
                SendFailedException.class, () -> Transport.send(message(session(Map.of()), "nobody@example.net")));
        assertArrayEquals(InternetAddress.parse("nobody@example.net"), refused.getInvalidAddresses());
        assertEquals(0, refused.getValidSentAddresses().length);
        assertTrue(refused.getMessage().contains("550 5.1.1 No such user"), refused.getMessage());
        SendFailedException busy = assertThrows(
                SendFailedException.class, () -> Transport.send(message(session(Map.of()), "busy@example.net")));
        assertArrayEquals(InternetAddress.parse("busy@example.net"), busy.getValidUnsentAddresses());
    }

    @Test
    void whatIsNoAddressOfSmtpIsInvalidAndNobodyGetsTheMail() throws Exception {
        Session session = session(Map.of());
        MimeMessage message = message(session, "bob@example.net");
        InternetAddress none = new InternetAddress();
        none.setAddress("bob");
        message.addRecipient(RecipientType.CC, none);
        SendFailedException refused = assertThrows(SendFailedException.class, () -> Transport.send(message));
        assertArrayEquals(InternetAddress.parse("bob@example.net"), refused.getValidUnsentAddresses());
        assertEquals(1, refused.getInvalidAddresses().length);
        assertEquals(0, server.mails.size());
    }

    @Test
    void aSessionWithoutItsFactoryIsToldWhatToSet() throws Exception {
        for (Map.Entry<String, String> wrong : Map.of(
                        "", "set its property mail.postern.factory to a JNDI name",
                        "java:app/none", "mail.postern.factory = java:app/none can't be looked up",
                        "ldap://example.org/x", "is no name in the application server's own JNDI",
                        "java:app/other", "is no MailConnectionFactory of the class loader of this application")
                .entrySet()) {
            Session session = session(Map.of("mail.postern.factory", wrong.getKey()));
            MessagingException failure =
                    assertThrows(MessagingException.class, () -> Transport.send(message(session, "bob@example.net")));
            assertTrue(String.valueOf(failure.getMessage()).contains(wrong.getValue()), failure.getMessage());
        }
    }
}
