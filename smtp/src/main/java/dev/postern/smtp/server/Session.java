package dev.postern.smtp.server;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Domain;
import dev.postern.mail.Envelope;
import dev.postern.mail.MailId;
import dev.postern.mail.Message;
import dev.postern.smtp.Command;
import dev.postern.smtp.Reply;
import dev.postern.smtp.Verb;
import dev.postern.smtp.auth.ChannelBindings;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of one connection: each command in, its reply out, without I/O.
 *
 * <p>The reply may come later; until then the next command must wait. {@link #phase()} tells the caller what follows the reply:
 * content, a TLS handshake or the end.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private static final Reply HELLO_FIRST = Reply.of(503, "5.5.1", "Say EHLO or HELO first");
    private static final Reply LHLO_FIRST = Reply.of(503, "5.5.1", "Say LHLO first");
    private static final Reply IS_LMTP = Reply.of(500, "5.5.1", "This is LMTP: say LHLO");
    private static final Reply IS_SMTP = Reply.of(500, "5.5.1", "This is SMTP: say EHLO");
    private static final Reply MAIL_FIRST = Reply.of(503, "5.5.1", "Say MAIL first");
    private static final Reply NESTED_MAIL = Reply.of(503, "5.5.1", "A mail is open already: end it with DATA or RSET");
    private static final Reply CHUNKS_ONLY = Reply.of(503, "5.5.1", "Chunks have begun: go on with BDAT, or say RSET");
    private static final Reply BINARY_BY_BDAT = Reply.of(503, "5.5.1", "BINARYMIME is sent by BDAT only");
    private static final Reply CHUNK_OK = Reply.of(250, "2.0.0", "Chunk taken");
    private static final Reply NO_RECIPIENTS = Reply.of(554, "5.5.1", "No valid recipients");
    private static final Reply LMTP_WITHOUT_RECIPIENTS = Reply.of(503, "5.5.1", "No valid recipients"); // RFC 2033 §4.2
    private static final Reply NO_TLS_NOW = Reply.of(503, "5.5.1", "STARTTLS comes after EHLO and outside of a mail");
    private static final Reply NO_TLS = Reply.of(502, "5.5.1", "STARTTLS is not offered here");
    private static final Reply TLS_ALREADY = Reply.of(503, "5.5.1", "TLS is active already");
    private static final Reply TLS_NEEDED = Reply.of(530, "5.7.0", "Must issue a STARTTLS command first");
    private static final Reply TLS_READY = Reply.of(220, "2.0.0", "Ready to start TLS");
    private static final Reply TLS_INJECTION =
            Reply.of(554, "5.5.1", "Nothing may follow STARTTLS before its reply; closing");
    private static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Sender OK");
    private static final Reply SENDER_OK_LATER = // RFC 6710 §4.1: the new priority comes first
            Reply.of(250, "2.3.6", "0 is the priority of mail from clients without login; sender OK");
    private static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "Recipient OK");
    private static final Reply OK = Reply.of(250, "2.0.0", "OK");
    private static final Reply GO_AHEAD = Reply.of(354, "Send the content, end it with a line of one dot");
    private static final Reply BYE = Reply.of(221, "2.0.0", "Bye");
    private static final Reply UNVERIFIED = Reply.of(252, "2.0.0", "Not verified here, send the mail and see");
    private static final Reply NO_EXPANSION = Reply.of(502, "5.5.1", "Lists are not expanded here");
    private static final Reply HELP = Reply.of(214, "2.0.0", "See RFC 5321; EHLO tells what is offered here");
    private static final Reply TOO_MANY_RECIPIENTS = Reply.of(452, "4.5.3", "Too many recipients, send the rest apart");
    private static final Reply SPOOL_FULL = Reply.of(452, "4.3.1", "Spool full, try again later");
    // RFC 6531 §3.5
    private static final Reply SENDER_NEEDS_UTF8 = Reply.of(550, "5.6.7", "Say SMTPUTF8 for such a sender");
    private static final Reply RECIPIENT_NEEDS_UTF8 =
            Reply.of(553, "5.6.7", "Say SMTPUTF8 at MAIL for such a recipient");
    // RFC 4954 §4, §6
    private static final Reply NO_AUTH = Reply.of(502, "5.5.1", "AUTH is not offered here");
    private static final Reply EHLO_FIRST = Reply.of(503, "5.5.1", "Say EHLO first");
    private static final Reply AUTHENTICATED = Reply.of(503, "5.5.1", "Authenticated already");
    private static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0", "Too many errors; closing");
    private static final Reply TOO_MUCH_JUNK = Reply.of(421, "4.7.0", "Too many commands without a mail; closing");
    private static final Reply NO_MAIL_IN_TIME = Reply.of(421, "4.7.0", "No mail for too long; closing");
    private static final Reply LOCAL_ERROR = Reply.of(451, "4.3.0", "Local error, try again later");

    private final ServerSettings settings;
    private final ReceivedField received;
    private final ByteBufAllocator allocator;
    private final Executor eventLoop;
    private final @Nullable Login login;
    private final SessionChecks checks;
    private final JunkCommands junk;
    private Phase phase = Phase.CONNECTED;
    private Client client;
    private @Nullable Transaction transaction;
    private @Nullable Chunk chunk;
    private int errors;

    /**
     * @param eventLoop where replies that come later are decided, as all else is
     * @param login what takes AUTH, or null where it is not offered
     */
    Session(
            ServerSettings settings,
            ReceivedField received,
            ByteBufAllocator allocator,
            Executor eventLoop,
            InetSocketAddress remote,
            @Nullable Login login) {
        this.settings = settings;
        this.received = received;
        this.allocator = allocator;
        this.eventLoop = eventLoop;
        this.client = new Client(remote, "", false, null, null);
        this.login = login;
        this.checks = new SessionChecks(settings.checks(), eventLoop);
        this.junk = new JunkCommands(settings.limits(), System::nanoTime);
    }

    Phase phase() {
        return phase;
    }

    /** The transaction that takes the content while the phase is CONTENT. */
    Transaction content() {
        if (transaction == null) {
            throw new IllegalStateException("no mail is open");
        }
        return transaction;
    }

    Reply greeting() {
        return Reply.of(220, settings.hostname() + " " + settings.mode().protocol() + " Postern");
    }

    /** Decides a command; the next one must wait for the reply. */
    CompletionStage<Reply> on(Command command) {
        if (command instanceof Command.Malformed malformed) {
            return counted(malformed.reply());
        }
        if (!junk.permit(command.verb())) {
            return ended(junk.isOverdue() ? NO_MAIL_IN_TIME : TOO_MUCH_JUNK);
        }
        CompletionStage<Reply> reply = decide(command);
        if (SessionChecks.isKnown(reply)) {
            return counted(reply.toCompletableFuture().join());
        }
        return reply.handleAsync((value, failure) -> failure == null ? value : localError(failure), eventLoop)
                .thenCompose(this::counted);
    }

    /** Begins a chunk, whose octets {@link #chunk} takes; its reply comes behind them, also where it is refused (RFC 3030 §2). */
    void beginChunk(Command.Bdat bdat) {
        if (!phase.permits(Verb.BDAT)) {
            chunk = Chunk.refused(bdat, outOfOrder(Verb.BDAT), phase);
        } else if (phase == Phase.CHUNKS) {
            chunk = openChunk().next(bdat);
        } else {
            beginContent(content());
            chunk = Chunk.first(bdat, content());
        }
        phase = Phase.CHUNK;
    }

    /** Takes what has come of the chunk; whether that was its end. */
    boolean chunk(ByteBuf in) {
        return openChunk().take(in);
    }

    /** Ends a chunk, and behind the last the content. */
    CompletionStage<Reply> endOfChunk() {
        Chunk ended = openChunk();
        Reply refusal = ended.refusal();
        if (refusal != null) {
            phase = ended.before();
            return counted(refusal);
        }
        if (ended.isLast() || ended.isMalformed() || content().refusal() != null) {
            return endOfContent(ended.isMalformed());
        }
        if (junk.isOverdue()) {
            return ended(NO_MAIL_IN_TIME);
        }
        phase = Phase.CHUNKS;
        return now(CHUNK_OK);
    }

    /** How many times the end of the content, or of the chunk, that is open is answered: in LMTP once for each recipient. */
    int replies() {
        boolean ofContent =
                phase == Phase.CONTENT || (phase == Phase.CHUNK && openChunk().endsMail());
        return ofContent && settings.mode().repliesPerRecipient() ? content().recipients() : 1; // RFC 2033 §4.2, §4.3
    }

    private Chunk openChunk() {
        if (chunk == null) {
            throw new IllegalStateException("no chunk is open");
        }
        return chunk;
    }

    /** Ends the content: the mail goes to the sink, whose answer is the reply. */
    CompletionStage<Reply> endOfContent(boolean malformed) {
        Transaction mail = content();
        transaction = null;
        phase = Phase.GREETED;
        Message message = mail.endContent(malformed);
        if (message == null) {
            Reply refusal = mail.refusal();
            return answered(refusal == null ? LOCAL_ERROR : refusal, mail.envelope(), mail.contentSize());
        }
        Handover handover = new Handover(settings.sink(), mail.envelope(), message);
        CompletionStage<Reply> reply;
        try {
            reply = handover.begin(checks, eventLoop);
        } catch (RuntimeException e) { // a bug must not end the session without a reply
            handover.giveUp();
            reply = now(localError(e));
        }
        if (SessionChecks.isKnown(reply)) {
            return answered(reply.toCompletableFuture().join(), handover.envelope(), message.size());
        }
        return reply.handleAsync((value, failure) -> failure == null ? value : localError(failure), eventLoop)
                .thenCompose(value -> answered(value, handover.envelope(), message.size()));
    }

    /** Forgets all that was said in plaintext (RFC 3207 §4.2). */
    void tlsEstablished(Client.Tls tls, ChannelBindings bindings) {
        client = new Client(client.address(), "", false, tls, null);
        if (login != null) {
            login.bindTo(bindings);
        }
        phase = Phase.CONNECTED;
    }

    /** The client sent more behind STARTTLS than it may: nothing of it is used. */
    Reply refuseTlsInjection() {
        phase = Phase.CLOSED;
        return TLS_INJECTION;
    }

    /** No more replies will be sent. */
    void close() {
        phase = Phase.CLOSED;
        reset();
        checks.sessionEnded();
    }

    private CompletionStage<Reply> decide(Command command) {
        if (command instanceof Command.AuthResponse response && phase == Phase.AUTHENTICATING && login != null) {
            phase = Phase.GREETED;
            return after(login.answer(response.line()));
        }
        Verb verb = command.verb();
        if (verb == null || !phase.permits(verb)) {
            return now(outOfOrder(verb));
        }
        if (command instanceof Command.Hello hello) {
            return now(hello(hello));
        }
        if (command instanceof Command.Mail mail) {
            return mail(mail);
        }
        if (command instanceof Command.Rcpt rcpt) {
            return rcpt(rcpt);
        }
        if (command instanceof Command.Auth auth) {
            return auth(auth);
        }
        return now(plain(verb));
    }

    private Reply plain(Verb verb) {
        return switch (verb) {
            case DATA -> data();
            case RSET -> rset();
            case NOOP -> OK;
            case QUIT -> quit();
            case VRFY -> UNVERIFIED; // RFC 5321 §7.3
            case EXPN -> NO_EXPANSION;
            case HELP -> HELP;
            case STARTTLS -> startTls();
            case HELO, EHLO, LHLO, MAIL, RCPT, BDAT, AUTH ->
                throw new IllegalStateException(verb + " has a form of its own");
        };
    }

    private Reply outOfOrder(@Nullable Verb verb) {
        if (verb == Verb.STARTTLS) {
            return NO_TLS_NOW;
        }
        return switch (phase) {
            case CONNECTED -> settings.mode() == ListenerMode.LMTP ? LHLO_FIRST : HELLO_FIRST;
            case GREETED -> MAIL_FIRST;
            case SENDER -> verb == Verb.DATA || verb == Verb.BDAT ? noRecipients() : NESTED_MAIL;
            case CHUNKS -> CHUNKS_ONLY;
            default -> NESTED_MAIL;
        };
    }

    private Reply noRecipients() {
        return settings.mode().repliesPerRecipient() ? LMTP_WITHOUT_RECIPIENTS : NO_RECIPIENTS;
    }

    private Reply hello(Command.Hello hello) {
        if (!settings.mode().isGreetedBy(hello.verb())) {
            return settings.mode() == ListenerMode.LMTP ? IS_LMTP : IS_SMTP;
        }
        reset();
        phase = Phase.GREETED;
        boolean esmtp = hello.verb() != Verb.HELO;
        client = new Client(client.address(), hello.name(), esmtp, client.tls(), client.user());
        return esmtp
                ? Offer.of(settings, client, largestMessage(), login == null ? null : login.offer())
                : Reply.of(250, settings.hostname());
    }

    private CompletionStage<Reply> auth(Command.Auth auth) {
        if (login == null) {
            return now(NO_AUTH);
        }
        if (!client.esmtp()) {
            return now(EHLO_FIRST);
        }
        return client.user() != null ? now(AUTHENTICATED) : after(login.begin(auth));
    }

    private CompletionStage<Reply> after(CompletionStage<Login.Outcome> step) {
        if (SessionChecks.isKnown(step)) {
            return now(take(step.toCompletableFuture().join()));
        }
        return step.thenApplyAsync(this::take, eventLoop);
    }

    private Reply take(Login.Outcome outcome) {
        if (phase != Phase.CLOSED) {
            phase = outcome.next();
            client = outcome.user() == null ? client : client.authenticatedAs(outcome.user());
        }
        return outcome.reply();
    }

    private CompletionStage<Reply> mail(Command.Mail mail) {
        if (settings.requireTls() && client.tls() == null) {
            return now(TLS_NEEDED); // RFC 3207 §4
        }
        Honours honours = DemandParameters.offered(settings, client.tls() != null);
        MailParameters parameters = new MailParameters(
                settings.auth() != null,
                new DemandParameters(honours, isTrusted(), settings.clock().instant()));
        Reply refusal = parameters.read(mail.parameters());
        if (refusal != null) {
            return now(refusal);
        }
        if (!mail.ascii() && !parameters.smtpUtf8()) {
            return now(SENDER_NEEDS_UTF8);
        }
        long declared = parameters.size();
        if (declared > largestMessage()) {
            return now(Transaction.tooLarge(largestMessage())); // RFC 1870 §6.1
        }
        if (!settings.spool().hasRoomFor(declared)) {
            return now(SPOOL_FULL);
        }
        Envelope.Builder envelope =
                Envelope.of(MailId.next(settings.clock())).client(client).reversePath(mail.reversePath());
        Transaction opened = new Transaction(envelope, mail.reversePath(), parameters, largestMessage());
        return judged(check -> check.sender(client, mail.reversePath(), mail.parameters()), () -> {
                    transaction = opened;
                    phase = Phase.SENDER;
                    return parameters.isPriorityLowered() ? SENDER_OK_LATER : SENDER_OK;
                })
                .whenComplete((reply, failure) -> {
                    if (transaction != opened) {
                        checks.mailEnded();
                    }
                });
    }

    // strangers get past MAIL on no other listener than an MX
    private boolean isTrusted() {
        return client.user() != null || settings.mode() != ListenerMode.MX;
    }

    private CompletionStage<Reply> rcpt(Command.Rcpt rcpt) {
        Transaction mail = content();
        RecipientParameters parameters = new RecipientParameters();
        Reply refusal = parameters.read(rcpt.parameters());
        if (refusal != null) {
            return now(refusal);
        }
        if (!rcpt.ascii() && !mail.isSmtpUtf8()) {
            return now(RECIPIENT_NEEDS_UTF8);
        }
        if (mail.recipients() >= settings.limits().recipients()) {
            return now(TOO_MANY_RECIPIENTS); // RFC 5321 §4.5.3.1.10
        }
        Address recipient = rcpt.forwardPath();
        if (recipient == null) { // RFC 5321 §4.5.1: whoever runs this server can be reached, whatever the checks say
            return now(accept(mail, new Address("postmaster", Domain.parse(settings.hostname())), parameters));
        }
        return judged(
                check -> check.recipient(client, mail.reversePath(), recipient, rcpt.parameters()),
                () -> accept(mail, recipient, parameters));
    }

    private Reply accept(Transaction mail, Address recipient, RecipientParameters parameters) {
        mail.add(recipient, parameters.dsn());
        phase = Phase.RECIPIENTS;
        return RECIPIENT_OK;
    }

    private Reply data() {
        Transaction mail = content();
        if (mail.isBinary()) {
            return BINARY_BY_BDAT; // RFC 3030 §3
        }
        beginContent(mail);
        phase = Phase.CONTENT;
        return GO_AHEAD;
    }

    private void beginContent(Transaction mail) {
        Instant now = settings.clock().instant();
        Envelope envelope = mail.envelope();
        String trace = received.of(envelope, client, now);
        mail.beginContent(
                settings.spool(),
                allocator,
                settings.returnPath() ? returnPath(envelope) + trace : trace,
                HeaderChanges.of(settings, envelope, received.date(now)));
    }

    private static String returnPath(Envelope envelope) { // RFC 5321 §4.4
        Address reversePath = envelope.reversePath();
        return "Return-Path: <" + (reversePath == null ? "" : reversePath) + ">\r\n";
    }

    private Reply rset() {
        reset();
        if (phase != Phase.CONNECTED) {
            phase = Phase.GREETED;
        }
        return OK;
    }

    private Reply quit() {
        close();
        return BYE;
    }

    private Reply startTls() {
        if (settings.tls() == null) {
            return NO_TLS;
        }
        if (client.tls() != null) {
            return TLS_ALREADY;
        }
        phase = Phase.HANDSHAKE;
        return TLS_READY;
    }

    private void reset() {
        chunk = null;
        if (transaction != null) {
            transaction.discard();
            transaction = null;
            checks.mailEnded();
        }
    }

    /** Asks the checks one after the other; when none refuses, the step is taken. */
    private CompletionStage<Reply> judged(Function<Check, CompletionStage<Verdict>> question, Step accepted) {
        CompletionStage<Verdict> verdict = checks.ask(question);
        if (SessionChecks.isKnown(verdict)) {
            return now(outcome(verdict.toCompletableFuture().join(), accepted));
        }
        return verdict.thenApplyAsync(result -> outcome(result, accepted), eventLoop);
    }

    private static Reply outcome(Verdict verdict, Step accepted) {
        return verdict instanceof Verdict.Refused refused ? refused.reply() : accepted.take();
    }

    /** What happens when nothing stands against a command. */
    @FunctionalInterface
    private interface Step {
        Reply take();
    }

    private CompletionStage<Reply> counted(Reply reply) {
        if (!reply.isPermanent()) {
            return now(reply);
        }
        settings.rules().limits().failed(client.address());
        if (++errors >= settings.limits().errors()) {
            return ended(TOO_MANY_ERRORS);
        }
        return settings.rules().tarpit().hold(reply, errors, client.address(), eventLoop);
    }

    private CompletionStage<Reply> ended(Reply farewell) {
        close();
        return now(farewell);
    }

    private long largestMessage() {
        return settings.rules().sizes().most(client.user(), settings.limits().messageSize());
    }

    private CompletionStage<Reply> answered(Reply reply, Envelope envelope, long size) {
        checks.mailEnded();
        if (reply.isPositive()) {
            junk.mailTaken();
        }
        LOG.info("{} {} octets from {}: {}", envelope, size, client.address(), reply);
        return now(reply);
    }

    private Reply localError(Throwable failure) {
        LOG.error("Answering 451 to {} for an unexpected failure", client.address(), failure);
        return LOCAL_ERROR;
    }

    private static CompletionStage<Reply> now(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
