package dev.postern.kafka.source.record;

import dev.postern.mail.Address;
import dev.postern.mail.DsnAttributes;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.MalformedAddressException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What was said in SMTP, as a struct. */
final class EnvelopeStruct {
    /** What has a field of its own. */
    private static final Set<String> KNOWN = Set.of(
            EnvelopeAttributes.ID,
            EnvelopeAttributes.FROM,
            EnvelopeAttributes.TO,
            EnvelopeAttributes.BODY,
            EnvelopeAttributes.SMTPUTF8,
            EnvelopeAttributes.DSN,
            EnvelopeAttributes.DSN_TO,
            EnvelopeAttributes.REQUIRE_TLS,
            EnvelopeAttributes.HELD_UNTIL,
            EnvelopeAttributes.DELIVER_BY,
            EnvelopeAttributes.PRIORITY,
            EnvelopeAttributes.CLIENT,
            EnvelopeAttributes.HELO,
            EnvelopeAttributes.TLS,
            EnvelopeAttributes.USER,
            EnvelopeAttributes.AUTH,
            EnvelopeAttributes.SCAN);

    private EnvelopeStruct() {}

    /** The envelope; null for a mail that came without one. */
    static @Nullable Struct of(Attributes mail) {
        if (!mail.has(EnvelopeAttributes.FROM)) {
            return null;
        }
        DsnRequest dsn = dsn(mail);
        List<Struct> recipients = mail.all(EnvelopeAttributes.TO).stream()
                .map(address -> recipient(address, dsn))
                .toList();
        return new Struct(MailSchema.ENVELOPE)
                .put("sender", mail.first(EnvelopeAttributes.FROM))
                .put("recipients", recipients)
                .put("body", mail.first(EnvelopeAttributes.BODY))
                .put("smtputf8", mail.has(EnvelopeAttributes.SMTPUTF8))
                .put("ret", dsn.ret() == null ? null : dsn.ret().name())
                .put("envid", dsn.envelopeId())
                .put("requiretls", mail.has(EnvelopeAttributes.REQUIRE_TLS))
                .put("heldUntil", mail.first(EnvelopeAttributes.HELD_UNTIL))
                .put("deliverBy", mail.first(EnvelopeAttributes.DELIVER_BY))
                .put(
                        "priority",
                        Integer.valueOf(Objects.requireNonNullElse(mail.first(EnvelopeAttributes.PRIORITY), "0")));
    }

    /** Who handed the mail over; null where that is not known. */
    static @Nullable Struct client(Attributes mail) {
        String address = mail.first(EnvelopeAttributes.CLIENT);
        if (address == null) {
            return null;
        }
        String tls = Objects.requireNonNullElse(mail.first(EnvelopeAttributes.TLS), "");
        int blank = tls.indexOf(' ');
        return new Struct(MailSchema.CLIENT)
                .put("address", address)
                .put("helo", mail.first(EnvelopeAttributes.HELO))
                .put("user", mail.first(EnvelopeAttributes.USER))
                .put("tlsProtocol", blank < 0 ? null : tls.substring(0, blank))
                .put("tlsCipher", blank < 0 ? null : tls.substring(blank + 1));
    }

    /** What else is known of the mail. */
    static List<Struct> others(Attributes mail) {
        return mail.entries().stream()
                .filter(entry -> !KNOWN.contains(entry.getKey()))
                .map(entry -> new Struct(MailSchema.ATTRIBUTE)
                        .put("name", entry.getKey())
                        .put("value", entry.getValue()))
                .toList();
    }

    private static Struct recipient(String address, DsnRequest dsn) {
        Address parsed = parsed(address);
        DsnRequest.Recipient asked = parsed == null ? DsnRequest.Recipient.UNSAID : dsn.of(parsed);
        Stream<String> events = asked.events().stream().sorted().map(Enum::name);
        return new Struct(MailSchema.RECIPIENT)
                .put("address", address)
                .put("tag", parsed == null ? null : parsed.tag())
                .put("notify", asked.events().isEmpty() ? null : events.collect(Collectors.joining(",")))
                .put("original", asked.original());
    }

    private static DsnRequest dsn(Attributes mail) {
        try {
            return DsnAttributes.read(
                    Objects.requireNonNullElse(mail.first(EnvelopeAttributes.DSN), ""),
                    mail.all(EnvelopeAttributes.DSN_TO));
        } catch (InvalidMailException e) {
            return DsnRequest.NONE; // it still stands in the record's headers
        }
    }

    private static @Nullable Address parsed(String address) {
        try {
            return Address.parse(address);
        } catch (MalformedAddressException e) {
            return null;
        }
    }
}
