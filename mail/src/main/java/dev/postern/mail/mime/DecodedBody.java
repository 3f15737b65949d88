package dev.postern.mail.mime;

import dev.postern.mail.RunInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;

/** A body as it was before it was encoded (RFC 2045 §6); what is wrong in its encoding is passed over. */
final class DecodedBody extends RunInputStream {
    private final InputStream encoded;
    private final InputStream decoded;
    private boolean closed;

    private DecodedBody(InputStream encoded, InputStream decoded) {
        this.encoded = encoded;
        this.decoded = decoded;
    }

    static InputStream of(InputStream encoded, TransferEncoding encoding) {
        return switch (encoding) {
            case BASE64 -> new DecodedBody(encoded, new Base64InputStream(encoded, DecodeMonitor.SILENT));
            case QUOTED_PRINTABLE ->
                new DecodedBody(encoded, new QuotedPrintableInputStream(encoded, DecodeMonitor.SILENT));
            case SEVEN_BIT, EIGHT_BIT, BINARY, UNKNOWN -> encoded;
        };
    }

    @Override
    protected int readRun(byte[] target, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        return decoded.read(target, offset, length);
    }

    // the decoders give their buffers to others when they are closed, one of them as often as it is
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            decoded.close();
            encoded.close();
        }
    }
}
