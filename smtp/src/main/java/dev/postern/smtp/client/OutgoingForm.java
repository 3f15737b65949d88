package dev.postern.smtp.client;

import dev.postern.mail.Envelope;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.dkim.AuthorSigner;
import dev.postern.mail.mime.Conversion;
import dev.postern.mail.mime.SevenBit;
import dev.postern.smtp.Reply;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Brings a mail into the form in which it goes to a server: in 7 bits where that is all it takes, and then signed (RFC 6376 §5.3). */
final class OutgoingForm {
    private final Envelope envelope;
    private final Message message;
    private final ClientSettings settings;

    OutgoingForm(Envelope envelope, Message message, ClientSettings settings) {
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

    /**
     * Reads the mail through, which takes a while for a large one, on a thread that may do so.
     *
     * @param inSevenBits whether the server takes no others
     */
    CompletableFuture<Result> make(boolean inSevenBits) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return inSevenBits ? converted() : signed(envelope, message);
            } catch (IOException e) {
                return new Result.None(Reply.of(451, "4.3.0", "The message can't be read: " + e.getMessage()));
            }
        });
    }

    private Result converted() throws IOException {
        SignedContent signed = settings.signedContent();
        Conversion conversion = SevenBit.convert(message, signed == SignedContent.CONVERT);
        if (conversion instanceof Conversion.Done done) {
            return inSevenBits(done.message());
        }
        Conversion.Refused refused = (Conversion.Refused) conversion;
        boolean isSigned = refused.reason() == Conversion.Reason.SIGNED;
        boolean inLines = envelope.body() != Envelope.Body.BINARY_MIME;
        return isSigned && signed == SignedContent.SEND && inLines ? inSevenBits(message) : none(refused);
    }

    private Result inSevenBits(Message content) throws IOException {
        return signed(envelope.toBuilder().body(Envelope.Body.SEVEN_BIT).build(), content);
    }

    private Result signed(Envelope form, Message content) throws IOException {
        @Nullable AuthorSigner signer = settings.signer();
        try {
            return new Result.Mail(form, signer == null ? content : signer.signed(content));
        } catch (InvalidMailException e) {
            return new Result.None(Reply.of(554, "5.6.0", "The message can't be signed: " + e.getMessage()));
        }
    }

    private Result none(Conversion.Refused refused) {
        String kind = envelope.body() == Envelope.Body.BINARY_MIME ? "binary" : "8-bit";
        return new Result.None(Reply.of(
                554,
                "5.6.3",
                settings.peer() + " takes no " + kind + " content, and it can't be converted: " + refused.text()));
    }
}
