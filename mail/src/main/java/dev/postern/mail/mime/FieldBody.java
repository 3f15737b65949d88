package dev.postern.mail.mime;

import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;

/** Reads a field of a value and its parameters, with comments, quotes and folds (RFC 2045 §5.1, §6.1). */
final class FieldBody {
    private FieldBody() {}

    /** @param text in US-ASCII */
    static RawBody parse(String text) {
        ByteSequence octets = ContentUtil.encode(text);
        return RawFieldParser.DEFAULT.parseRawBody(octets, new ParserCursor(0, octets.length()));
    }
}
