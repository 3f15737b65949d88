package dev.postern.smtp.client;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.mime.Conversion;
import dev.postern.mail.mime.SevenBit;
import dev.postern.smtp.Reply;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Brings a mail into a form that every server takes. */
final class SevenBitForm {
    private final Envelope envelope;
    private final Message message;
    private final ClientSettings settings;

    SevenBitForm(Envelope envelope, Message message, ClientSettings settings) {
        this.envelope = envelope;
        this.message = message;
        this.settings = settings;
    }

    /** What came of it: a mail, or in its place what is to be said of it. */
    sealed interface Result {
        /** The mail in its new form; its message reads from the old one. */
        record Mail(Envelope envelope, Message message) implements Result {}

        /** There is no such form, or it can't be made now. */
        record None(Reply reply) implements Result {}
    }

    /** Reads the mail through, which takes a while for a large one, on a thread that may do so. */
    CompletableFuture<Result> make() {
        return CompletableFuture.supplyAsync(this::converted);
    }

    private Result converted() {
        SignedContent signed = settings.signedContent();
        try {
            Conversion conversion = SevenBit.convert(message, signed == SignedContent.CONVERT);
            if (conversion instanceof Conversion.Done done) {
                return mail(done.message());
            }
            Conversion.Refused refused = (Conversion.Refused) conversion;
            boolean isSigned = refused.reason() == Conversion.Reason.SIGNED;
            boolean inLines = envelope.body() != Envelope.Body.BINARY_MIME;
            return isSigned && signed == SignedContent.SEND && inLines ? mail(message) : none(refused);
        } catch (IOException e) {
            return new Result.None(Reply.of(451, "4.3.0", "The message can't be read: " + e.getMessage()));
        }
    }

    private Result mail(Message content) {
        return new Result.Mail(
                envelope.toBuilder().body(Envelope.Body.SEVEN_BIT).build(), content);
    }

    private Result none(Conversion.Refused refused) {
        String kind = envelope.body() == Envelope.Body.BINARY_MIME ? "binary" : "8-bit";
        return new Result.None(Reply.of(
                554,
                "5.6.3",
                settings.peer() + " takes no " + kind + " content, and it can't be converted: " + refused.text()));
    }
}
