package dev.postern.smtp.server;

import dev.postern.mail.Address;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.wire.ContentReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One mail on its way in: the envelope as it grows, then the content (RFC 5321 §3.3). */
final class Transaction implements ContentReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);
    private static final Reply SPOOL_FULL = Reply.of(452, "4.3.1", "Spool full, try again later");
    private static final Reply SPOOL_BROKEN = Reply.of(451, "4.3.0", "Spool can't be written, try again later");
    private static final Reply MALFORMED =
            Reply.of(554, "5.6.0", "Message holds a bare CR, a bare LF or a NUL; lines end in CRLF");

    private static final Reply FOLDED_INTO_OURS = Reply.of(
            554,
            "5.6.0",
            "Message begins with white space, and would become a part of the field that tells whence it came");

    private final Envelope.Builder envelope;
    private final @Nullable Address reversePath;
    private final MailParameters parameters;
    private final long maxSize;
    private final Map<Address, DsnRequest.Recipient> dsn = new HashMap<>(0);
    private int recipients;
    private @Nullable Envelope complete;
    private @Nullable SpoolWriter writer;
    private @Nullable IncomingHeader header;
    private @Nullable Reply refusal;
    private long contentSize;

    Transaction(Envelope.Builder envelope, @Nullable Address reversePath, MailParameters parameters, long maxSize) {
        this.envelope = envelope;
        this.reversePath = reversePath;
        this.parameters = parameters;
        this.maxSize = maxSize;
    }

    @Nullable
    Address reversePath() {
        return reversePath;
    }

    /** Whether the content may hold any octets (RFC 3030 §3). */
    boolean isBinary() {
        return parameters.body() == Envelope.Body.BINARY_MIME;
    }

    /** Whether addresses may hold letters outside of US-ASCII (RFC 6531). */
    boolean isSmtpUtf8() {
        return parameters.smtpUtf8();
    }

    int recipients() {
        return recipients;
    }

    void add(Address recipient, DsnRequest.Recipient request) {
        envelope.recipient(recipient);
        recipients++;
        if (!request.equals(DsnRequest.Recipient.UNSAID)) {
            dsn.put(recipient, request);
        }
    }

    /** Closes the envelope. */
    Envelope envelope() {
        if (complete == null) {
            complete = envelope.body(parameters.body())
                    .smtpUtf8(parameters.smtpUtf8())
                    .dsn(parameters.dsn().withRecipients(dsn))
                    .demands(parameters.demands())
                    .build();
        }
        return complete;
    }

    /** Makes room for the content, puts the trace fields before it, and will change its header as told. */
    void beginContent(Spool spool, ByteBufAllocator allocator, String traceFields, HeaderChanges changes) {
        ByteBuf trace = Unpooled.wrappedBuffer(traceFields.getBytes(StandardCharsets.UTF_8));
        header = changes.equals(HeaderChanges.NONE) ? null : new IncomingHeader(changes, this::keep);
        writer = spool.newWriter(allocator, parameters.size() + trace.readableBytes());
        append(writer, trace, 0, trace.readableBytes());
    }

    @Override
    public void content(ByteBuf in, int index, int length) {
        boolean first = contentSize == 0 && length > 0;
        contentSize += length;
        if (writer == null || refusal != null) {
            return;
        }
        // RFC 5322 §2.2.3: a line that begins so goes on with the field above it, and that is our trace field
        if (first && (in.getByte(index) == ' ' || in.getByte(index) == '\t')) {
            refuse(FOLDED_INTO_OURS);
        } else if (contentSize > maxSize) {
            refuse(tooLarge(maxSize));
        } else {
            pass(in, index, length);
        }
    }

    private void pass(ByteBuf in, int index, int length) {
        if (header == null) {
            keep(in, index, length);
        } else {
            header.content(in, index, length);
        }
    }

    private void keep(ByteBuf in, int index, int length) {
        if (writer != null && refusal == null) {
            append(writer, in, index, length);
        }
    }

    /**
     * The message, when its end has come.
     *
     * @return null if it is {@link #refusal() refused}
     */
    @Nullable
    Message endContent(boolean malformed) {
        if (malformed) {
            refuse(MALFORMED);
            refusal = MALFORMED; // before any other fault: which was seen first depends on how the octets arrived
        }
        if (header != null) {
            header.end();
        }
        if (writer == null || refusal != null) {
            return null;
        }
        try {
            Message message = writer.finish();
            writer = null;
            return message;
        } catch (IOException e) {
            LOG.error("{} The spool can't be written: {}", envelope().id(), e.toString());
            refuse(SPOOL_BROKEN);
            return null;
        }
    }

    /** The refusal of a message, or of one that is announced, larger than so many octets. */
    static Reply tooLarge(long maxSize) {
        return Reply.of(552, "5.3.4", "Message larger than " + maxSize + " octets");
    }

    /** The octets of content that have come so far, also where they are refused. */
    long contentSize() {
        return contentSize;
    }

    /** Why the content is refused, or null. */
    @Nullable
    Reply refusal() {
        return refusal;
    }

    /** Gives back what the content holds, unless a message has taken it over. */
    void discard() {
        SpoolWriter open = writer;
        writer = null;
        if (open != null) {
            try {
                open.discard();
            } catch (IOException e) {
                LOG.warn("{} A spool file could not be closed: {}", envelope().id(), e.toString());
            }
        }
    }

    private void append(SpoolWriter target, ByteBuf in, int index, int length) {
        try {
            if (!target.append(in, index, length)) {
                refuse(SPOOL_FULL);
            }
        } catch (IOException e) {
            LOG.error("{} The spool can't be written: {}", envelope().id(), e.toString());
            refuse(SPOOL_BROKEN);
        }
    }

    // The rest of a refused mail flows by without being kept.
    private void refuse(Reply reply) {
        if (refusal == null) {
            refusal = reply;
        }
        discard();
    }
}
