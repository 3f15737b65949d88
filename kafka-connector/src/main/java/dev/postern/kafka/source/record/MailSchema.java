package dev.postern.kafka.source.record;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;

/** How a mail is written as a struct. Later versions only add fields that may be absent; all names are legal in Avro. */
public final class MailSchema {
    /** What a receiver may rely on; grows when a field is added. */
    static final int VERSION = 1;

    /** A name and an address. */
    static final Schema MAILBOX = struct("Mailbox")
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("address", Schema.STRING_SCHEMA)
            .optional()
            .build();

    /** Whom the mail was sent to, by the envelope. */
    static final Schema RECIPIENT = struct("Recipient")
            .field("address", Schema.STRING_SCHEMA)
            .field("tag", Schema.OPTIONAL_STRING_SCHEMA)
            .field("notify", Schema.OPTIONAL_STRING_SCHEMA)
            .field("original", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    /** What was said in SMTP. */
    static final Schema ENVELOPE = struct("Envelope")
            .field("sender", Schema.STRING_SCHEMA)
            .field("recipients", SchemaBuilder.array(RECIPIENT).build())
            .field("body", Schema.OPTIONAL_STRING_SCHEMA)
            .field("smtputf8", Schema.BOOLEAN_SCHEMA)
            .field("ret", Schema.OPTIONAL_STRING_SCHEMA)
            .field("envid", Schema.OPTIONAL_STRING_SCHEMA)
            .field("requiretls", Schema.BOOLEAN_SCHEMA)
            .field("heldUntil", Schema.OPTIONAL_STRING_SCHEMA)
            .field("deliverBy", Schema.OPTIONAL_STRING_SCHEMA)
            .field("priority", Schema.INT32_SCHEMA)
            .optional()
            .build();

    /** Who handed it over. */
    static final Schema CLIENT = struct("Client")
            .field("address", Schema.STRING_SCHEMA)
            .field("helo", Schema.OPTIONAL_STRING_SCHEMA)
            .field("user", Schema.OPTIONAL_STRING_SCHEMA)
            .field("tlsProtocol", Schema.OPTIONAL_STRING_SCHEMA)
            .field("tlsCipher", Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();

    /** One property of a result (RFC 8601 §2.2). */
    static final Schema PROPERTY = struct("AuthProperty")
            .field("type", Schema.STRING_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field("value", Schema.STRING_SCHEMA)
            .build();

    /** What came of one method (RFC 8601 §2.2). */
    static final Schema RESULT = struct("AuthResult")
            .field("method", Schema.STRING_SCHEMA)
            .field("result", Schema.STRING_SCHEMA)
            .field("reason", Schema.OPTIONAL_STRING_SCHEMA)
            .field("properties", SchemaBuilder.array(PROPERTY).build())
            .build();

    /** What was found of who stands behind the mail. */
    static final Schema AUTH = struct("AuthResults")
            .field("authservId", Schema.STRING_SCHEMA)
            .field("results", SchemaBuilder.array(RESULT).build())
            .optional()
            .build();

    /** What else is known of it, such as its folder in a mailbox. */
    static final Schema ATTRIBUTE = struct("Attribute")
            .field("name", Schema.STRING_SCHEMA)
            .field("value", Schema.STRING_SCHEMA)
            .build();

    /** One field of the header. */
    static final Schema HEADER = struct("HeaderField")
            .field("name", Schema.STRING_SCHEMA)
            .field("value", Schema.STRING_SCHEMA)
            .field("raw", Schema.STRING_SCHEMA)
            .build();

    /** Where octets rest that the record does not hold. */
    static final Schema CLAIM = struct("Claim")
            .field("uri", Schema.STRING_SCHEMA)
            .field("size", Schema.INT64_SCHEMA)
            .field("sha256", Schema.STRING_SCHEMA)
            .optional()
            .build();

    /** One part of the mail. */
    static final Schema PART = struct("Part")
            .field("path", Schema.STRING_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .field("role", Schema.STRING_SCHEMA)
            .field("charset", Schema.OPTIONAL_STRING_SCHEMA)
            .field("disposition", Schema.OPTIONAL_STRING_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("contentId", Schema.OPTIONAL_STRING_SCHEMA)
            .field("size", Schema.INT64_SCHEMA)
            .field("content", Schema.OPTIONAL_BYTES_SCHEMA)
            .field("claim", CLAIM)
            .build();

    /** What became of another mail for one recipient. */
    static final Schema REPORTED = struct("ReportedRecipient")
            .field("address", Schema.STRING_SCHEMA)
            .field("original", Schema.OPTIONAL_STRING_SCHEMA)
            .field("action", Schema.STRING_SCHEMA)
            .field("status", Schema.OPTIONAL_STRING_SCHEMA)
            .field("code", Schema.OPTIONAL_INT32_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .field("server", Schema.OPTIONAL_STRING_SCHEMA)
            .field("meaning", Schema.STRING_SCHEMA)
            .field("hard", Schema.BOOLEAN_SCHEMA)
            .build();

    /** What a server says became of another mail. */
    static final Schema NOTICE = struct("DeliveryNotice")
            .field("standard", Schema.BOOLEAN_SCHEMA)
            .field("reporter", Schema.OPTIONAL_STRING_SCHEMA)
            .field("recipients", SchemaBuilder.array(REPORTED).build())
            .optional()
            .build();

    /** Who complains of another mail. */
    static final Schema COMPLAINT = struct("Complaint")
            .field("type", Schema.STRING_SCHEMA)
            .field("userAgent", Schema.OPTIONAL_STRING_SCHEMA)
            .field("recipients", strings())
            .field("source", Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();

    /** What was done with another mail. */
    static final Schema RECEIPT = struct("Receipt")
            .field("recipient", Schema.OPTIONAL_STRING_SCHEMA)
            .field("disposition", Schema.STRING_SCHEMA)
            .field("automatic", Schema.BOOLEAN_SCHEMA)
            .optional()
            .build();

    /** The mail that this one is about. */
    static final Schema ORIGINAL = struct("OriginalMail")
            .field("messageId", Schema.OPTIONAL_STRING_SCHEMA)
            .field("envelopeId", Schema.OPTIONAL_STRING_SCHEMA)
            .field("sender", Schema.OPTIONAL_STRING_SCHEMA)
            .field("recipients", strings())
            .optional()
            .build();

    /** All fields, in their order. */
    public static final Schema MAIL = struct("IncomingMail")
            .version(VERSION)
            .doc("One mail that came in")
            .field("version", Schema.INT32_SCHEMA)
            .field("id", Schema.STRING_SCHEMA)
            .field("received", Timestamp.SCHEMA)
            .field("kind", Schema.STRING_SCHEMA)
            .field("list", Schema.OPTIONAL_STRING_SCHEMA)
            .field("notice", NOTICE)
            .field("complaint", COMPLAINT)
            .field("receipt", RECEIPT)
            .field("original", ORIGINAL)
            .field("envelope", ENVELOPE)
            .field("client", CLIENT)
            .field("auth", AUTH)
            .field("scans", strings())
            .field("attributes", SchemaBuilder.array(ATTRIBUTE).build())
            .field("headers", SchemaBuilder.array(HEADER).build())
            .field("subject", Schema.OPTIONAL_STRING_SCHEMA)
            .field("from", mailboxes())
            .field("sender", MAILBOX)
            .field("replyTo", mailboxes())
            .field("to", mailboxes())
            .field("cc", mailboxes())
            .field("date", Timestamp.builder().optional().build())
            .field("messageId", Schema.OPTIONAL_STRING_SCHEMA)
            .field("inReplyTo", strings())
            .field("references", strings())
            .field("text", Schema.OPTIONAL_STRING_SCHEMA)
            .field("html", Schema.OPTIONAL_STRING_SCHEMA)
            .field("reply", Schema.OPTIONAL_STRING_SCHEMA)
            .field("parts", SchemaBuilder.array(PART).build())
            .field("size", Schema.INT64_SCHEMA)
            .field("raw", Schema.OPTIONAL_BYTES_SCHEMA)
            .field("claim", CLAIM)
            .field("cut", strings())
            .build();

    private MailSchema() {}

    private static SchemaBuilder struct(String name) {
        return SchemaBuilder.struct().name("dev.postern." + name);
    }

    private static Schema strings() {
        return SchemaBuilder.array(Schema.STRING_SCHEMA).build();
    }

    private static Schema mailboxes() {
        return SchemaBuilder.array(MAILBOX).build();
    }
}
