package dev.postern.mail.mime;

import dev.postern.mail.Replacement;
import java.io.InputStream;

/**
 * The body of a part, encoded: in quoted-printable, in which text stays readable, or in base64 where that is shorter; of text only where
 * most of it would have to be escaped.
 *
 * @param base64 whether it is in base64
 * @param cutOff as {@link QuotedPrintable#end} takes it
 */
record EncodedBody(boolean base64, boolean cutOff, long size) implements Replacement {

    static EncodedBody of(Content content, boolean text) {
        long inBase64 = Base64Lines.size(content.size());
        boolean base64 = content.quotedSize() > (text ? 2 * content.size() : inBase64); // an octet becomes three
        return new EncodedBody(base64, content.isCutOff(), base64 ? inBase64 : content.quotedSize());
    }

    /** The name of the encoding. */
    String encoding() {
        return base64 ? "base64" : "quoted-printable";
    }

    @Override
    public InputStream open(InputStream replaced) {
        return base64 ? new Base64Lines(replaced) : new QuotedPrintableLines(replaced, cutOff);
    }
}
