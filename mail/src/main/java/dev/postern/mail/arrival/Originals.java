package dev.postern.mail.arrival;

import dev.postern.mail.Message;
import dev.postern.mail.arrival.Arrival.Original;
import dev.postern.mail.content.MailHeader;
import dev.postern.mail.mime.Cut;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of the mail that another one is about. */
final class Originals {
    private static final int MOST_RECIPIENTS = 100;

    private Originals() {}

    /** By the start of that mail, which came back. */
    static Original in(byte[] returned) throws IOException {
        int start = 0;
        while (start < returned.length && (returned[start] == '\r' || returned[start] == '\n')) {
            start++; // before a header that stands in a text
        }
        byte[] octets = Arrays.copyOfRange(returned, start, returned.length);
        MailHeader header = MailHeader.read(Message.of(octets), EnumSet.noneOf(Cut.class));
        String sender = header.value("Return-Path");
        List<String> recipients = header.addresses("To").stream()
                .limit(MOST_RECIPIENTS)
                .map(each -> each.address().toString())
                .toList();
        return new Original(
                first(header.ids("Message-ID")), null, sender == null ? null : Addresses.first(sender), recipients);
    }

    /** By the fields of an answer (RFC 3834 §3.1.5). */
    static Original answered(MailHeader header) {
        List<String> ids = header.ids("In-Reply-To");
        return new Original(first(ids.isEmpty() ? header.ids("References") : ids), null, null, List.of());
    }

    static Original withMessageId(Original original, @Nullable String id) {
        String plain = id == null ? null : id.replaceAll("[<>\\s]", "");
        return plain == null || plain.isEmpty()
                ? original
                : new Original(plain, original.envelopeId(), original.sender(), original.recipients());
    }

    static Original withEnvelopeId(Original original, @Nullable String id) {
        return id == null ? original : new Original(original.messageId(), id, original.sender(), original.recipients());
    }

    private static @Nullable String first(List<String> ids) {
        return ids.isEmpty() ? null : ids.get(0);
    }
}
