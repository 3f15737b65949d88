package dev.postern.jca.transport;

import dev.postern.jca.MailConnection;
import dev.postern.jca.MailConnectionFactory;
import dev.postern.jca.MailSendException;
import dev.postern.mail.MalformedAddressException;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import jakarta.mail.event.TransportEvent;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.resource.ResourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * The transport {@code postern}. Within a JTA transaction {@link #sendMessage} returns when the mail is kept for the commit; outside of one when the server has taken it.
 *
 * <p>A {@link SendFailedException} tells who gets the mail all the same (valid sent), who may get it when it is sent again (valid unsent), and who never will (invalid).
 */
public final class PosternTransport extends Transport {
    /** The property of a session that names the connection factory by JNDI, such as {@code java:app/mail/out}. */
    public static final String FACTORY = "mail.postern.factory";

    /** The property of a session that names the reverse-path; else the fields Sender or From do. */
    public static final String FROM = "mail.postern.from";

    private static final Pattern LOCAL = Pattern.compile("(java:)?[A-Za-z0-9_./#-]+");
    private static final Address[] NOBODY = {};

    /** As Jakarta Mail makes it. */
    public PosternTransport(Session session, @Nullable URLName name) {
        super(session, name);
    }

    /** There is nothing to connect to before a mail is sent. */
    @Override
    protected boolean protocolConnect(
            @Nullable String host, int port, @Nullable String user, @Nullable String password) {
        return true;
    }

    /** Asks for no host and nobody's name: those are the connection factory's. */
    @Override
    public void connect() throws MessagingException {
        if (!isConnected()) {
            super.connect("postern", -1, "postern", "");
        }
    }

    @Override
    public void sendMessage(Message message, Address[] addresses) throws MessagingException {
        if (!isConnected()) {
            throw new IllegalStateException("the transport is not connected");
        }
        if (!(message instanceof MimeMessage mime)) {
            throw new MessagingException("only a MimeMessage can be sent, not a "
                    + message.getClass().getName());
        }
        Map<dev.postern.mail.Address, Address> recipients = recipients(addresses);
        try (MailConnection connection = factory().getConnection()) {
            connection.send(mime, sender(mime), List.copyOf(recipients.keySet()));
        } catch (ResourceException e) {
            throw new MessagingException("no connection of " + FACTORY + " can be had: " + e.getMessage(), e);
        } catch (MailSendException e) {
            throw failed(message, e, recipients);
        }
        notifyTransportListeners(TransportEvent.MESSAGE_DELIVERED, addresses, NOBODY, NOBODY, message);
    }

    private MailConnectionFactory factory() throws MessagingException {
        String name = session.getProperty(FACTORY);
        if (name == null || name.isBlank()) {
            throw new NoSuchProviderException(
                    "the session does not say which connection factory sends its mail: set its property " + FACTORY
                            + " to a JNDI name such as java:app/mail/out");
        }
        if (!LOCAL.matcher(name.strip()).matches()) {
            throw new NoSuchProviderException(FACTORY + " = " + name
                    + " is no name in the application server's own JNDI, such as java:app/mail/out");
        }
        try {
            Object found = lookup(name.strip());
            if (found instanceof MailConnectionFactory factory) {
                return factory;
            }
            throw new NoSuchProviderException(FACTORY + " = " + name
                    + " is no MailConnectionFactory of the class loader of this application: deploy postern.rar once, and on WildFly make the"
                    + " application depend on deployment.postern.rar");
        } catch (NamingException e) {
            throw new MessagingException(FACTORY + " = " + name + " can't be looked up: " + e, e);
        }
    }

    @SuppressWarnings("BanJNDI") // a name without a scheme but java: reaches no other server's objects
    private static Object lookup(String name) throws NamingException {
        return new InitialContext().lookup(name);
    }

    /** In their order, each with what Jakarta Mail calls it. */
    private static Map<dev.postern.mail.Address, Address> recipients(Address[] addresses) throws MessagingException {
        Map<dev.postern.mail.Address, Address> recipients = new LinkedHashMap<>();
        List<Address> invalid = new ArrayList<>();
        for (Address address : addresses) {
            try {
                for (InternetAddress each : members(address)) {
                    recipients.put(dev.postern.mail.Address.parse(each.getAddress()), each);
                }
            } catch (AddressException | MalformedAddressException e) {
                invalid.add(address);
            }
        }
        if (!invalid.isEmpty()) {
            throw new SendFailedException(
                    "not all addresses are ones of SMTP: " + invalid,
                    null,
                    NOBODY,
                    recipients.values().toArray(NOBODY),
                    invalid.toArray(NOBODY));
        }
        return recipients;
    }

    private static InternetAddress[] members(Address address) throws AddressException {
        if (!(address instanceof InternetAddress internet)) {
            throw new AddressException("not of the Internet");
        }
        return internet.isGroup() ? internet.getGroup(false) : new InternetAddress[] {internet};
    }

    private dev.postern.mail.@Nullable Address sender(MimeMessage message) throws MessagingException {
        String set = session.getProperty(FROM);
        if (set != null) {
            return set.isBlank() || set.strip().equals("<>") ? null : parsed(set.strip());
        }
        Address sender = message.getSender();
        Address[] from = message.getFrom();
        if (sender == null && (from == null || from.length == 0)) {
            throw new SendFailedException(
                    "the message names no sender: set its field From, or the session's property " + FROM);
        }
        return parsed(((InternetAddress) (sender == null ? from[0] : sender)).getAddress());
    }

    private static dev.postern.mail.Address parsed(String sender) throws MessagingException {
        try {
            return dev.postern.mail.Address.parse(sender);
        } catch (MalformedAddressException e) {
            throw new SendFailedException("the sender is no address of SMTP: " + e.getMessage(), e);
        }
    }

    private SendFailedException failed(
            Message message, MailSendException failure, Map<dev.postern.mail.Address, Address> recipients) {
        Address[] sent = named(failure.delivered(), recipients);
        Address[] invalid = named(failure.refused(), recipients);
        boolean isOfNobody =
                sent.length == 0 && invalid.length == 0 && failure.deferred().isEmpty();
        Address[] unsent = isOfNobody ? recipients.values().toArray(NOBODY) : named(failure.deferred(), recipients);
        notifyTransportListeners(
                sent.length == 0 ? TransportEvent.MESSAGE_NOT_DELIVERED : TransportEvent.MESSAGE_PARTIALLY_DELIVERED,
                sent,
                unsent,
                invalid,
                message);
        return new SendFailedException(String.valueOf(failure.getMessage()), failure, sent, unsent, invalid);
    }

    private static Address[] named(
            List<dev.postern.mail.Address> which, Map<dev.postern.mail.Address, Address> recipients) {
        return which.stream()
                .map(recipients::get)
                .filter(address -> address != null)
                .toArray(Address[]::new);
    }
}
