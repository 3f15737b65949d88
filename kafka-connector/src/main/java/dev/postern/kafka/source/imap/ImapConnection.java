package dev.postern.kafka.source.imap;

import dev.postern.kafka.source.mailbox.Account;
import dev.postern.kafka.source.mailbox.GuardedSocket;
import dev.postern.kafka.source.mailbox.GuardedSockets;
import dev.postern.kafka.source.mailbox.LoginRefusedException;
import dev.postern.kafka.source.mailbox.MailboxProtection;
import dev.postern.kafka.source.mailbox.MailboxServer;
import dev.postern.smtp.login.BrokenExchangeException;
import dev.postern.smtp.login.ClientExchange;
import dev.postern.smtp.sasl.Base64Text;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.ListInfo;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is logged in. It speaks by the library's own class for the protocol, one layer below its folders, which keep a list of all mails and fetch them one by one;
 * answers are taken as they come, and not collected. Used by one thread, but for {@link #wake} and {@link #close}.
 */
final class ImapConnection extends IMAPProtocol implements AutoCloseable {
    private static final Duration IDLE_LEEWAY = Duration.ofSeconds(30);

    private final MailboxServer server;
    private final GuardedSocket socket;
    private final int timeout;
    private final Object idleLock = new Object();
    private boolean idling;
    private boolean woken;
    private boolean news;
    private boolean malformed;
    private boolean watching;
    private @Nullable String opened;

    private ImapConnection(MailboxServer server, GuardedSocket socket, Properties settings, int timeout)
            throws IOException, ProtocolException {
        super(
                "imap",
                server.host(),
                server.port(),
                settings,
                false,
                new MailLogger(ImapConnection.class, "IMAP", false, System.err));
        this.server = server;
        this.socket = socket;
        this.timeout = timeout;
    }

    /**
     * Connects and logs in.
     *
     * @param socket of the account; whoever closes it ends this
     * @param connectTimeout in milliseconds
     * @param timeout of each reading, in milliseconds
     * @throws LoginRefusedException if the server does not let us in
     * @throws IOException if it can't be reached, or is not what it should be
     */
    static ImapConnection open(Account account, GuardedSocket socket, int connectTimeout, int timeout)
            throws IOException {
        GuardedSockets sockets = new GuardedSockets(socket);
        Properties settings = new Properties();
        settings.put("mail.imap.socketFactory", sockets.plain());
        settings.put("mail.imap.socketFactory.fallback", "false");
        settings.put("mail.imap.ssl.socketFactory", sockets);
        settings.put("mail.imap.connectiontimeout", String.valueOf(connectTimeout));
        settings.put("mail.imap.timeout", String.valueOf(timeout));
        MailboxServer server = account.server();
        try {
            ImapConnection connection = new ImapConnection(server, socket, settings, timeout);
            try {
                connection.begin(account);
                return connection;
            } catch (IOException | ProtocolException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (ProtocolException e) {
            throw new IOException(server + ": " + e.getMessage(), e);
        }
    }

    private void begin(Account account) throws IOException, ProtocolException {
        if (server.protection() == MailboxProtection.STARTTLS) {
            if (!hasCapability("STARTTLS")) {
                throw new IOException(server + " offers no STARTTLS");
            }
            startTLS();
            capability(); // RFC 9051 §6.2.1: what was said before TLS does not count
        }
        account.login().run(socket, new ImapLogin(this));
        capability();
    }

    /** Shows by a mechanism of SASL who we are (RFC 9051 §6.2.2). */
    void authenticate(String mechanism, ClientExchange exchange) throws IOException {
        suspendTracing();
        try {
            byte[] initial = exchange.initialResponse();
            boolean atOnce = hasCapability("SASL-IR");
            String now = atOnce && initial != null ? " " + orEqualsSign(initial) : "";
            String tag = writeCommand("AUTHENTICATE " + mechanism + now, null);
            byte[] next = atOnce ? null : initial;
            while (true) {
                Response response = readResponse();
                if (response.isContinuation()) {
                    say(next == null ? answer(exchange, response.getRest()) : base64(next));
                    next = null;
                } else if (isEndOf(tag, response)) {
                    finish(mechanism, exchange, response);
                    return;
                }
            }
        } catch (ProtocolException e) {
            throw broken(e);
        } finally {
            resumeTracing();
        }
    }

    private static void finish(String mechanism, ClientExchange exchange, Response last) throws IOException {
        if (!last.isOK()) {
            String why = exchange.refusal() == null ? "" : " (" + exchange.refusal() + ")";
            throw refusal(mechanism + why, last);
        }
        try {
            exchange.succeeded();
        } catch (BrokenExchangeException e) {
            throw new LoginRefusedException(mechanism + " was given up: " + e.getMessage());
        }
    }

    /** RFC 5530 §3: not all of them say something of who we are. */
    private static IOException refusal(String what, Response last) {
        String rest = String.valueOf(last.getRest());
        String text = what + " is refused: " + rest;
        boolean later = rest.startsWith("[UNAVAILABLE]") || rest.startsWith("[INUSE]") || rest.startsWith("[LIMIT]");
        return later ? new IOException(text) : new LoginRefusedException(text);
    }

    private static String answer(ClientExchange exchange, String challenge) throws IOException {
        byte[] octets = Base64Text.decode(challenge);
        try {
            return octets == null ? "*" : base64(exchange.answer(octets));
        } catch (BrokenExchangeException e) {
            return "*"; // RFC 9051 §6.2.2: gives it up
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static String orEqualsSign(byte[] initial) {
        return initial.length == 0 ? "=" : base64(initial); // RFC 4959 §3
    }

    private void say(String line) throws IOException {
        OutputStream out = getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Shows the password as it is, to a server without SASL (RFC 9051 §6.2.3). */
    void plainLogin(String user, String password) throws IOException {
        suspendTracing();
        try {
            Argument arguments = new Argument();
            arguments.writeString(user);
            arguments.writeString(password);
            String tag = writeCommand("LOGIN", arguments);
            Response last = readResponse();
            while (!isEndOf(tag, last)) {
                last = readResponse();
            }
            if (!last.isOK()) {
                throw refusal("LOGIN", last);
            }
        } catch (ProtocolException e) {
            throw broken(e);
        } finally {
            resumeTracing();
        }
    }

    /**
     * Goes to a folder.
     *
     * @param writable whether flags may be set; nothing that we say otherwise sets one
     * @param condstore whether changes of flags are to have numbers (RFC 7162 §3.1.8)
     * @throws RefusedCommandException if there is none, say
     */
    MailboxInfo open(String folder, boolean writable, boolean condstore) throws IOException {
        Argument arguments = mailboxName(folder);
        if (condstore) {
            arguments.writeArgument(new Argument().writeAtom("CONDSTORE"));
        }
        opened = null; // RFC 9051 §6.3.2: also where it fails
        Response[] responses = command(writable ? "SELECT" : "EXAMINE", arguments);
        Response last = responses[responses.length - 1];
        if (last.isBYE()) {
            throw ended(last);
        } else if (!last.isOK()) {
            throw new RefusedCommandException(folder + " can't be opened: " + last.getRest());
        }
        news = false;
        opened = folder;
        try {
            return new MailboxInfo(responses);
        } catch (ProtocolException e) {
            throw broken(e);
        }
    }

    /** Whether this folder is the one at hand: what is said of UIDs is said of it. */
    boolean isAt(String folder) {
        return folder.equals(opened);
    }

    /** The name of a folder, as the protocol writes it. */
    Argument mailboxName(String folder) {
        Argument argument = new Argument();
        writeMailboxName(argument, folder);
        return argument;
    }

    /** The folders that there are (RFC 9051 §6.3.9). */
    List<ListInfo> folders() throws IOException {
        try {
            ListInfo[] found = list("", "*");
            return found == null ? List.of() : List.of(found);
        } catch (ProtocolException e) {
            throw broken(e);
        }
    }

    /** The highest UID of the folder at hand, or 0 where it is empty. */
    long lastUid() throws IOException {
        long[] last = {0};
        fetch("*", "(UID)", mail -> last[0] = Math.max(last[0], Items.uid(mail)));
        return last[0];
    }

    /** Asks for something of mails, and gives each answer as it comes. */
    void fetch(String uids, String items, Consumer<FetchResponse> each) throws IOException {
        run("UID FETCH " + uids + " " + items, null, response -> {
            if (response instanceof FetchResponse mail) {
                each.accept(mail);
            }
        });
    }

    /**
     * Runs a command.
     *
     * @param untagged takes what comes before it is done
     * @throws RefusedCommandException if it is refused
     * @throws IOException if the connection is over
     */
    void run(String command, @Nullable Argument arguments, Consumer<Response> untagged) throws IOException {
        malformed = false;
        try {
            String tag = writeCommand(command, arguments);
            while (true) {
                Response response = next();
                if (response == null) {
                    continue;
                }
                if (isEndOf(tag, response)) {
                    if (!response.isOK()) {
                        throw new RefusedCommandException(command + " is refused: " + response.getRest());
                    }
                    return;
                }
                note(response);
                untagged.accept(response);
            }
        } catch (ProtocolException e) {
            throw broken(e);
        }
    }

    /** The next answer; null for one that makes no sense. */
    private @Nullable Response next() throws IOException {
        try {
            return readResponse();
        } catch (ProtocolException | IndexOutOfBoundsException e) {
            malformed = true;
            return null;
        }
    }

    /** Whether some answer to the last command made no sense. */
    boolean wasMalformed() {
        return malformed;
    }

    /** Has the server tell what is gone by UIDs, and takes changes that it tells of while we wait for news. */
    void watchChanges() throws IOException {
        watching = true;
        if (hasCapability("QRESYNC")) {
            run("ENABLE QRESYNC", null, untagged -> {}); // RFC 7162 §3.2.3
        }
    }

    private void note(Response response) {
        if (response instanceof IMAPResponse said && said.keyEquals("EXISTS")) {
            news = true;
        }
    }

    private void noteWhileWaiting(Response response) {
        note(response);
        if (watching && response instanceof IMAPResponse said) {
            news |= said.keyEquals("FETCH") || said.keyEquals("EXPUNGE") || said.keyEquals("VANISHED");
        }
    }

    /** Whether the server has told of mail since this was asked last. */
    boolean takeNews() {
        boolean had = news;
        news = false;
        return had;
    }

    private boolean isEndOf(String tag, Response response) throws IOException {
        if (response.isBYE()) {
            throw ended(response);
        }
        return response.isTagged() && tag.equals(response.getTag());
    }

    private IOException ended(Response bye) {
        Exception cause = bye.getException();
        return cause instanceof IOException known
                ? known
                : new IOException(server + " ends the connection: " + bye.getRest(), cause);
    }

    private IOException broken(ProtocolException e) {
        return e.getCause() instanceof IOException known ? known : new IOException(server + ": " + e.getMessage(), e);
    }

    /** Whether the server tells of mail by itself (RFC 2177). */
    boolean canIdle() {
        return hasCapability("IDLE");
    }

    /** Waits until the server tells of mail, or somebody {@linkplain #wake wakes} us; not forever, if that is never. */
    void idle(Duration most) throws IOException {
        socket.setSoTimeout(Math.toIntExact(most.plus(IDLE_LEEWAY).toMillis()));
        try {
            String tag = writeCommand("IDLE", null);
            while (true) {
                Response response = next();
                if (response == null) {
                    continue;
                }
                if (response.isContinuation()) {
                    begun();
                } else if (isEndOf(tag, response)) {
                    return;
                }
                noteWhileWaiting(response);
                if (news) {
                    wake();
                }
            }
        } catch (ProtocolException e) {
            throw broken(e);
        } finally {
            synchronized (idleLock) {
                idling = false;
                woken = false;
            }
            socket.setSoTimeout(timeout);
        }
    }

    private void begun() throws IOException {
        synchronized (idleLock) {
            idling = true;
            if (woken) {
                done();
            }
        }
    }

    /** Ends the waiting that goes on, or the next one. */
    void wake() throws IOException {
        synchronized (idleLock) {
            if (!woken) {
                woken = true;
                if (idling) {
                    done();
                }
            }
        }
    }

    private void done() throws IOException {
        say("DONE");
    }

    /** Takes leave, without waiting for long. */
    void leave() {
        try {
            socket.setSoTimeout(1_000);
            run("LOGOUT", null, response -> {});
        } catch (IOException e) {
            close(); // it says BYE, which is the end
        }
        close();
    }

    /** Ends it at once. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            return; // it is of no use any more in any case
        }
    }
}
