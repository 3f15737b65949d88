package dev.postern.mail.mime;

import java.util.List;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;

/**
 * A field of a value and its parameters, read with comments, quotes and folds (RFC 2045 §5.1, §6.1). What looks like encoded words stays as
 * it is, as they have no place there (RFC 2047 §5).
 */
record FieldBody(String value, List<NameValuePair> parameters) {
    private static final String ENCODED_WORD = "=?";

    /** The parser would decode encoded words; what only looks like one takes it so long that a mail full of them would stop us. */
    private static final String HIDDEN = "=\u007F?";

    /** @param text each character an octet */
    static FieldBody parse(String text) {
        ByteSequence octets = ContentUtil.encode(hidden(text));
        RawBody body = RawFieldParser.DEFAULT.parseRawBody(octets, new ParserCursor(0, octets.length()));
        List<NameValuePair> parameters =
                body.getParams().stream().map(FieldBody::shown).toList();
        return new FieldBody(shown(body.getValue()), parameters);
    }

    private static NameValuePair shown(NameValuePair parameter) {
        String value = parameter.getValue();
        return new NameValuePair(parameter.getName(), value == null ? null : shown(value));
    }

    /** The same text, in which mime4j sees no encoded words. */
    static String hidden(String text) {
        return text.replace(ENCODED_WORD, HIDDEN);
    }

    /** Undoes {@link #hidden}. */
    static String shown(String hidden) {
        return hidden.replace(HIDDEN, ENCODED_WORD);
    }
}
