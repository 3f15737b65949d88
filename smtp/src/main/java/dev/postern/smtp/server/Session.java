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
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Verdict;
import dev.postern.smtp.sasl.ChannelBindings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    private List<Reply> recipientReplies = List.of();
    private @Nullable Chunk chunk;
    private String mailId = "";
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
            return ended(junk.isOverdue() ? Replies.NO_MAIL_IN_TIME : Replies.TOO_MUCH_JUNK);
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
            return ended(Replies.NO_MAIL_IN_TIME);
        }
        phase = Phase.CHUNKS;
        return now(Replies.CHUNK_OK);
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
        recipientReplies = List.of();
        transaction = null;
        phase = Phase.GREETED;
        Message message = mail.endContent(malformed);
        if (message == null) {
            Reply refusal = mail.refusal();
            return answered(refusal == null ? Replies.LOCAL_ERROR : refusal, mail.envelope(), mail.contentSize());
        }
        Handover handover =
                new Handover(settings.sink(), settings.mode().repliesPerRecipient(), mail.envelope(), message);
        CompletionStage<Reply> reply;
        try {
            reply = handover.begin(checks, eventLoop);
        } catch (RuntimeException e) { // a bug must not end the session without a reply
            handover.giveUp();
            reply = now(localError(e));
        }
        if (SessionChecks.isKnown(reply)) {
            return answered(reply.toCompletableFuture().join(), handover, message.size());
        }
        return reply.handleAsync((value, failure) -> failure == null ? value : localError(failure), eventLoop)
                .thenCompose(value -> answered(value, handover, message.size()));
    }

    /** What is sent in place of a reply that is sent several times: for each recipient its own, where they differ (RFC 2033 §4.2). */
    List<Reply> forEach(int times, Reply reply) {
        return recipientReplies.size() == times ? recipientReplies : Collections.nCopies(times, reply);
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
        return Replies.TLS_INJECTION;
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
            case NOOP -> Replies.OK;
            case QUIT -> quit();
            case VRFY -> Replies.UNVERIFIED; // RFC 5321 §7.3
            case EXPN -> Replies.NO_EXPANSION;
            case HELP -> Replies.HELP;
            case STARTTLS -> startTls();
            case HELO, EHLO, LHLO, MAIL, RCPT, BDAT, AUTH ->
                throw new IllegalStateException(verb + " has a form of its own");
        };
    }

    private Reply outOfOrder(@Nullable Verb verb) {
        if (verb == Verb.STARTTLS) {
            return Replies.NO_TLS_NOW;
        }
        return switch (phase) {
            case CONNECTED -> settings.mode() == ListenerMode.LMTP ? Replies.LHLO_FIRST : Replies.HELLO_FIRST;
            case GREETED -> Replies.MAIL_FIRST;
            case SENDER -> verb == Verb.DATA || verb == Verb.BDAT ? noRecipients() : Replies.NESTED_MAIL;
            case CHUNKS -> Replies.CHUNKS_ONLY;
            default -> Replies.NESTED_MAIL;
        };
    }

    private Reply noRecipients() {
        return settings.mode().repliesPerRecipient() ? Replies.LMTP_WITHOUT_RECIPIENTS : Replies.NO_RECIPIENTS;
    }

    private Reply hello(Command.Hello hello) {
        if (!settings.mode().isGreetedBy(hello.verb())) {
            return settings.mode() == ListenerMode.LMTP ? Replies.IS_LMTP : Replies.IS_SMTP;
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
            return now(Replies.NO_AUTH);
        }
        if (!client.esmtp()) {
            return now(Replies.EHLO_FIRST);
        }
        return client.user() != null ? now(Replies.AUTHENTICATED) : after(login.begin(auth));
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
            return now(Replies.TLS_NEEDED); // RFC 3207 §4
        }
        MailParameters parameters = MailParameters.of(settings, client);
        Reply refusal = parameters.read(mail, largestMessage(), settings.spool());
        if (refusal != null) {
            return now(refusal);
        }
        mailId = MailId.next(settings.clock());
        Envelope.Builder envelope = Envelope.of(mailId).client(client).reversePath(mail.reversePath());
        Transaction opened = new Transaction(envelope, mail.reversePath(), parameters, largestMessage());
        return judged(mail.reversePath(), check -> check.sender(client, mail.reversePath(), mail.parameters()), () -> {
                    transaction = opened;
                    phase = Phase.SENDER;
                    return parameters.isPriorityLowered() ? Replies.SENDER_OK_LATER : Replies.SENDER_OK;
                })
                .whenComplete((reply, failure) -> {
                    if (transaction != opened) {
                        checks.mailEnded();
                    }
                });
    }

    private CompletionStage<Reply> rcpt(Command.Rcpt rcpt) {
        Transaction mail = content();
        RecipientParameters parameters = new RecipientParameters();
        Reply refusal = parameters.read(rcpt.parameters());
        if (refusal != null) {
            return now(refusal);
        }
        if (!rcpt.ascii() && !mail.isSmtpUtf8()) {
            return now(Replies.RECIPIENT_NEEDS_UTF8);
        }
        if (mail.recipients() >= settings.limits().recipients()) {
            return now(Replies.TOO_MANY_RECIPIENTS); // RFC 5321 §4.5.3.1.10
        }
        Address recipient = rcpt.forwardPath();
        if (recipient == null) { // RFC 5321 §4.5.1: whoever runs this server can be reached, whatever the checks say
            return now(accept(mail, new Address("postmaster", Domain.parse(settings.hostname())), parameters));
        }
        return judged(
                recipient,
                check -> check.recipient(client, mail.reversePath(), recipient, rcpt.parameters()),
                () -> accept(mail, recipient, parameters));
    }

    private Reply accept(Transaction mail, Address recipient, RecipientParameters parameters) {
        mail.add(recipient, parameters.dsn());
        phase = Phase.RECIPIENTS;
        return Replies.RECIPIENT_OK;
    }

    private Reply data() {
        Transaction mail = content();
        if (mail.isBinary()) {
            return Replies.BINARY_BY_BDAT; // RFC 3030 §3
        }
        beginContent(mail);
        phase = Phase.CONTENT;
        return Replies.GO_AHEAD;
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
        return Replies.OK;
    }

    private Reply quit() {
        close();
        return Replies.BYE;
    }

    private Reply startTls() {
        if (settings.tls() == null) {
            return Replies.NO_TLS;
        }
        if (client.tls() != null) {
            return Replies.TLS_ALREADY;
        }
        phase = Phase.HANDSHAKE;
        return Replies.TLS_READY;
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
    private CompletionStage<Reply> judged(
            @Nullable Address judged, Function<Check, CompletionStage<Verdict>> question, Step accepted) {
        CompletionStage<Verdict> verdict = checks.ask(question);
        if (SessionChecks.isKnown(verdict)) {
            return now(outcome(judged, verdict.toCompletableFuture().join(), accepted));
        }
        return verdict.thenApplyAsync(result -> outcome(judged, result, accepted), eventLoop);
    }

    private Reply outcome(@Nullable Address judged, Verdict verdict, Step accepted) {
        if (verdict instanceof Verdict.Refused refused) {
            String address = judged == null ? "" : judged.toString();
            LOG.info("{} <{}> of {} is refused: {}", mailId, address, client.address(), refused.reply());
            return refused.reply();
        }
        return accepted.take();
    }

    /** What happens when nothing stands against a command. */
    @FunctionalInterface
    private interface Step {
        Reply take();
    }

    private CompletionStage<Reply> counted(Reply reply) {
        settings.traffic().replied(reply);
        if (!reply.isPermanent()) {
            return now(reply);
        }
        settings.rules().limits().failed(client.address());
        if (++errors >= settings.limits().errors()) {
            return ended(Replies.TOO_MANY_ERRORS);
        }
        return settings.rules().tarpit().hold(reply, errors, client.address(), eventLoop);
    }

    private CompletionStage<Reply> ended(Reply farewell) {
        settings.traffic().replied(farewell);
        close();
        return now(farewell);
    }

    private long largestMessage() {
        return settings.rules().sizes().most(client.user(), settings.limits().messageSize());
    }

    private CompletionStage<Reply> answered(Reply reply, Handover handover, long size) {
        recipientReplies = handover.replies();
        Set<Reply> others = new LinkedHashSet<>(recipientReplies);
        others.remove(reply);
        for (Reply other : others) {
            settings.traffic().replied(other);
            LOG.info("{} some of the recipients: {}", handover.envelope().id(), other);
        }
        if (!reply.isPositive() && others.stream().anyMatch(Reply::isPositive)) {
            settings.traffic().mailTaken();
            junk.mailTaken();
        }
        return answered(reply, handover.envelope(), size);
    }

    private CompletionStage<Reply> answered(Reply reply, Envelope envelope, long size) {
        checks.mailEnded();
        settings.traffic().replied(reply);
        if (reply.isPositive()) {
            settings.traffic().mailTaken();
            junk.mailTaken();
        }
        LOG.info("{} {} octets from {}: {}", envelope, size, client.address(), reply);
        return now(reply);
    }

    private Reply localError(Throwable failure) {
        LOG.error("Answering 451 to {} for an unexpected failure", client.address(), failure);
        return Replies.LOCAL_ERROR;
    }

    private static CompletionStage<Reply> now(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
