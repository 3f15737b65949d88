package dev.postern.kafka.source.record;

import dev.postern.mail.arrival.Arrival;
import dev.postern.mail.arrival.Complaint;
import dev.postern.mail.arrival.DeliveryNotice;
import dev.postern.mail.arrival.Receipt;
import java.util.Locale;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What a mail is, in the fields of its struct. */
final class ArrivalStruct {
    private ArrivalStruct() {}

    static void put(Struct mail, Arrival arrival) {
        mail.put("kind", arrival.kind().text())
                .put("list", Utf8.mended(arrival.list()))
                .put("notice", notice(arrival.notice()))
                .put("complaint", complaint(arrival.complaint()))
                .put("receipt", receipt(arrival.receipt()))
                .put("original", original(arrival.original()));
    }

    private static @Nullable Struct notice(@Nullable DeliveryNotice notice) {
        return notice == null
                ? null
                : new Struct(MailSchema.NOTICE)
                        .put("standard", notice.standard())
                        .put("reporter", Utf8.mended(notice.reporter()))
                        .put(
                                "recipients",
                                notice.recipients().stream()
                                        .map(ArrivalStruct::recipient)
                                        .toList());
    }

    private static Struct recipient(DeliveryNotice.Recipient recipient) {
        return new Struct(MailSchema.REPORTED)
                .put("address", Utf8.sound(recipient.address()))
                .put("original", Utf8.mended(recipient.original()))
                .put("action", recipient.action().name().toLowerCase(Locale.ROOT))
                .put("status", recipient.status())
                .put("code", recipient.code() == 0 ? null : recipient.code())
                .put("text", Utf8.sound(recipient.text()))
                .put("server", Utf8.mended(recipient.server()))
                .put("meaning", recipient.meaning().name().toLowerCase(Locale.ROOT))
                .put("hard", recipient.isHard());
    }

    private static @Nullable Struct complaint(@Nullable Complaint complaint) {
        return complaint == null
                ? null
                : new Struct(MailSchema.COMPLAINT)
                        .put("type", Utf8.sound(complaint.type()))
                        .put("userAgent", Utf8.mended(complaint.userAgent()))
                        .put(
                                "recipients",
                                complaint.recipients().stream().map(Utf8::sound).toList())
                        .put("source", Utf8.mended(complaint.source()));
    }

    private static @Nullable Struct receipt(@Nullable Receipt receipt) {
        return receipt == null
                ? null
                : new Struct(MailSchema.RECEIPT)
                        .put("recipient", Utf8.mended(receipt.recipient()))
                        .put("disposition", Utf8.sound(receipt.disposition()))
                        .put("automatic", receipt.automatic());
    }

    private static @Nullable Struct original(Arrival.Original original) {
        return original.equals(Arrival.Original.UNKNOWN)
                ? null
                : new Struct(MailSchema.ORIGINAL)
                        .put("messageId", Utf8.mended(original.messageId()))
                        .put("envelopeId", Utf8.mended(original.envelopeId()))
                        .put("sender", Utf8.mended(original.sender()))
                        .put(
                                "recipients",
                                original.recipients().stream().map(Utf8::sound).toList());
    }
}
