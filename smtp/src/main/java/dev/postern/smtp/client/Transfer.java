package dev.postern.smtp.client;

import dev.postern.mail.Address;
import dev.postern.mail.DsnParameters;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One mail transaction (RFC 5321 §3.3): MAIL, RCPT for each recipient, DATA, content. In one flight where the server offers
 * PIPELINING (RFC 2920), else one command after the other. Content that is not in lines goes by BDAT (RFC 3030), for DATA can't carry it.
 * Content of a kind that the server does not take is converted first, and signed where that is wanted.
 *
 * <p>In LMTP the end of the content gets a reply for each recipient that was accepted (RFC 2033 §4.2). Where the connection is lost between them, those that came stand,
 * so that nobody who has the mail gets it again.
 */
final class Transfer {
    private final ClientSession session;
    private final Envelope envelope;
    private final Message message;
    private final Capabilities capabilities;
    private final boolean chunked;
    private final boolean perRecipient; // RFC 2033 §4.2, §4.3

    Transfer(ClientSession session, Envelope envelope, Message message) {
        this.session = session;
        this.envelope = envelope;
        this.message = message;
        this.capabilities = session.capabilities();
        this.chunked = envelope.body() == Envelope.Body.BINARY_MIME;
        this.perRecipient = session.settings().server().protocol() == MailProtocol.LMTP;
    }

    CompletionStage<List<RecipientReply>> run() {
        if (envelope.recipients().isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        if (envelope.smtpUtf8() && !capabilities.offers("SMTPUTF8")) { // RFC 6531 §3.5
            return now(all(Reply.of(
                    550, "5.6.7", session.settings().peer() + " takes no addresses or header fields in UTF-8")));
        }
        if (envelope.demands().requireTls() && !isVerified()) { // RFC 8689 §4.2.1
            return now(all(Reply.of(
                    523,
                    "5.7.10",
                    "No TLS with a verified certificate of "
                            + session.settings().peer())));
        }
        boolean isNotice = envelope.reversePath() == null; // RFC 8689 §5: it is not lost for want of the extension
        if (envelope.demands().requireTls() && !isNotice && !capabilities.offers("REQUIRETLS")) {
            return now(all(Reply.of(550, "5.7.30", session.settings().peer() + " does not offer REQUIRETLS")));
        }
        boolean inSevenBits = !takesBody();
        return inSevenBits || session.settings().signer() != null ? inOutgoingForm(inSevenBits) : send();
    }

    /** Sends it as it is. */
    private CompletionStage<List<RecipientReply>> send() {
        if (message.size() > capabilities.maxSize()) { // RFC 1870 §6.2
            return now(all(Reply.of(
                    552,
                    "5.3.4",
                    "Larger than the " + capabilities.maxSize() + " octets that "
                            + session.settings().peer() + " takes")));
        }
        return capabilities.offers("PIPELINING") ? inOneFlight() : inSteps();
    }

    private boolean takesBody() {
        return switch (envelope.body()) {
            case SEVEN_BIT -> true;
            case EIGHT_BIT_MIME -> capabilities.offers("8BITMIME"); // RFC 6152 §3
            case BINARY_MIME -> capabilities.offers("CHUNKING") && capabilities.offers("BINARYMIME"); // RFC 3030 §3
        };
    }

    private CompletionStage<List<RecipientReply>> inOutgoingForm(boolean inSevenBits) {
        return new OutgoingForm(envelope, message, session.settings())
                .make(inSevenBits)
                .thenComposeAsync(
                        form -> {
                            if (form instanceof OutgoingForm.Result.Mail mail) {
                                return new Transfer(session, mail.envelope(), mail.message()).send();
                            }
                            return now(all(((OutgoingForm.Result.None) form).reply()));
                        },
                        session.channel().eventLoop());
    }

    private CompletionStage<List<RecipientReply>> inOneFlight() {
        List<String> lines = new ArrayList<>(envelope.recipients().size() + 2);
        lines.add(mail());
        envelope.recipients().forEach(recipient -> lines.add(rcpt(recipient)));
        if (!chunked) {
            lines.add("DATA");
        }
        Duration patience = session.settings().timeouts().command();
        List<CompletableFuture<Reply>> replies = session.flight(lines, patience);
        CompletableFuture<Reply> last = replies.get(replies.size() - 1);
        return last.thenCompose(reply -> {
            List<Reply> known = replies.stream().map(CompletableFuture::join).toList();
            return chunked
                    ? chunk(known.get(0), known.subList(1, known.size()))
                    : behindData(known.get(0), known.subList(1, known.size() - 1), reply);
        });
    }

    private CompletionStage<List<RecipientReply>> inSteps() {
        return session.say(mail())
                .thenCompose(mail -> mail.isPositive() ? recipientsInSteps(mail, new ArrayList<>()) : reset(all(mail)));
    }

    private CompletionStage<List<RecipientReply>> recipientsInSteps(Reply mail, List<Reply> soFar) {
        if (soFar.size() < envelope.recipients().size()) {
            return session.say(rcpt(envelope.recipients().get(soFar.size()))).thenCompose(reply -> {
                soFar.add(reply);
                return recipientsInSteps(mail, soFar);
            });
        }
        if (soFar.stream().noneMatch(Reply::isPositive)) {
            return reset(each(soFar));
        }
        if (chunked) {
            return chunk(mail, soFar);
        }
        return session.flight(List.of("DATA"), session.settings().timeouts().dataInit())
                .get(0)
                .thenCompose(data -> behindData(mail, soFar, data));
    }

    private CompletionStage<List<RecipientReply>> behindData(Reply mail, List<Reply> recipients, Reply data) {
        List<Reply> decided = decided(mail, recipients);
        boolean anyone = decided.stream().anyMatch(Reply::isPositive);
        if (data.code() == 354) {
            // RFC 2920 §3.1: a server that goes ahead without a recipient gets a lone dot
            if (anyone) {
                return ended(decided, session.content(message, ends(decided)));
            }
            if (!perRecipient) {
                return session.noContent().thenCompose(end -> reset(each(decided)));
            }
            session.fail(broken(data)); // RFC 2033 §4.2: nobody says how often a lone dot is answered
            return now(each(decided));
        }
        if (data.code() < 400) {
            ClientFailure broken = broken(data);
            session.fail(broken);
            return CompletableFuture.failedFuture(broken);
        }
        return reset(anyone ? merged(decided, List.of(data)) : each(decided));
    }

    private CompletionStage<List<RecipientReply>> chunk(Reply mail, List<Reply> recipients) {
        List<Reply> decided = decided(mail, recipients);
        return decided.stream().anyMatch(Reply::isPositive)
                ? ended(decided, session.chunk(message, ends(decided)))
                : reset(each(decided));
    }

    private ClientFailure broken(Reply data) {
        return ClientFailure.refused("4.5.0", "DATA to " + session.settings().peer(), data);
    }

    /** How often the server answers the end of the content. */
    private int ends(List<Reply> decided) {
        return perRecipient
                ? Math.toIntExact(decided.stream().filter(Reply::isPositive).count())
                : 1;
    }

    /** Each who was accepted gets the reply that is his or, where there is one alone, everybody's. */
    private CompletionStage<List<RecipientReply>> ended(List<Reply> decided, List<CompletableFuture<Reply>> ends) {
        return ends.get(0)
                .thenCompose(first -> CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                        .handle((all, failure) -> merged(
                                decided,
                                ends.stream()
                                        .map(end -> end.isCompletedExceptionally() ? lost() : end.join())
                                        .toList())));
    }

    private Reply lost() {
        return Reply.of(451, "4.4.2", session.settings().peer() + " was lost before it spoke of this recipient");
    }

    /** What the recipients got: where MAIL was refused, that counts. */
    private static List<Reply> decided(Reply mail, List<Reply> recipients) {
        return mail.isPositive()
                ? recipients
                : recipients.stream().map(reply -> mail).toList();
    }

    /** Makes the session fit for the next mail; the replies stand, whatever RSET is answered with. */
    private CompletionStage<List<RecipientReply>> reset(List<RecipientReply> replies) {
        boolean goingAway = replies.stream().anyMatch(reply -> reply.reply().code() == 421);
        if (goingAway) { // RFC 5321 §3.8
            session.quit();
            return now(replies);
        }
        return session.say("RSET").handle((reply, failure) -> {
            if (failure == null && !reply.isPositive()) {
                session.quit();
            }
            return replies;
        });
    }

    private List<RecipientReply> merged(List<Reply> recipients, List<Reply> ends) {
        List<Reply> merged = new ArrayList<>(recipients.size());
        int accepted = 0;
        for (Reply reply : recipients) {
            merged.add(reply.isPositive() ? ends.get(Math.min(accepted++, ends.size() - 1)) : reply);
        }
        return each(merged);
    }

    private List<RecipientReply> each(List<Reply> replies) {
        List<RecipientReply> each = new ArrayList<>(replies.size());
        for (int i = 0; i < replies.size(); i++) {
            each.add(new RecipientReply(envelope.recipients().get(i), replies.get(i)));
        }
        return each;
    }

    private List<RecipientReply> all(Reply reply) {
        return envelope.recipients().stream()
                .map(recipient -> new RecipientReply(recipient, reply))
                .toList();
    }

    private String mail() {
        Address reversePath = envelope.reversePath();
        StringBuilder line = new StringBuilder("MAIL FROM:<");
        line.append(reversePath == null ? "" : reversePath).append('>');
        if (capabilities.offers("SIZE")) {
            line.append(" SIZE=").append(message.size());
        }
        if (envelope.body() != Envelope.Body.SEVEN_BIT) { // the server offers it, or the mail would not come this far
            line.append(" BODY=").append(envelope.body().keyword());
        }
        if (envelope.smtpUtf8()) {
            line.append(" SMTPUTF8");
        }
        append(DsnParameters.of(envelope.dsn()), line);
        if (envelope.demands().requireTls() && capabilities.offers("REQUIRETLS")) {
            line.append(" REQUIRETLS");
        }
        if (envelope.demands().priority() != 0 && capabilities.offers("MT-PRIORITY")) { // RFC 6710 §4.2
            line.append(" MT-PRIORITY=").append(envelope.demands().priority());
        }
        return line.toString();
    }

    private boolean isVerified() {
        return session.tls() != null && session.settings().tls().verifies();
    }

    private String rcpt(Address recipient) {
        StringBuilder line = new StringBuilder("RCPT TO:<").append(recipient).append('>');
        append(DsnParameters.of(envelope.dsn().of(recipient)), line);
        return line.toString();
    }

    private void append(String dsnParameters, StringBuilder line) {
        if (!dsnParameters.isEmpty() && capabilities.offers("DSN")) { // RFC 3461 §5.2.1
            line.append(' ').append(dsnParameters);
        }
    }

    private static CompletionStage<List<RecipientReply>> now(List<RecipientReply> replies) {
        return CompletableFuture.completedFuture(replies);
    }
}
