package dev.postern.gateway;

import dev.postern.jca.Destination;
import dev.postern.jca.InboundAttachment;
import dev.postern.jca.InboundMail;
import dev.postern.jca.MailSendException;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A mail as the adapter brings it, as far as the gateway's beans look at it; remembers whom it was handed on to. */
final class FakeMail implements InboundMail {
    private final Envelope envelope;
    private final List<String> log;

    /** What a destination answers, other than that it takes the mail. */
    final Map<String, MailSendException> failures = new HashMap<>();

    /** What the client sends as its content. */
    String content = "Message-ID: <1@example.org>\r\n\r\nHello\r\n";

    /** @param log told where it goes */
    FakeMail(List<String> log, String... recipients) {
        this.log = log;
        this.envelope = Envelope.of("ID")
                .reversePath(Address.parse("ann@example.org"))
                .recipients(Stream.of(recipients).map(Address::parse).toList())
                .build();
    }

    @Override
    public void deliver(Destination destination, List<Address> recipients) throws MailSendException {
        log.add(destination + " " + recipients);
        MailSendException failure = failures.get(destination.toString());
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public String id() {
        return envelope.id();
    }

    @Override
    public Envelope envelope() {
        return envelope;
    }

    @Override
    public long size() {
        return content.length();
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public @Nullable String tag(Address recipient) {
        return null;
    }

    @Override
    public @Nullable String tag() {
        return null;
    }

    @Override
    public @Nullable String fingerprint() {
        String first = content.substring(0, content.indexOf("\r\n"));
        return first.startsWith("Message-ID: ") ? first + content.substring(content.indexOf("\r\n\r\n")) : null;
    }

    @Override
    public @Nullable Address from() {
        return null;
    }

    @Override
    public @Nullable String subject() {
        return null;
    }

    @Override
    public @Nullable String text() {
        return null;
    }

    @Override
    public @Nullable String html() {
        return null;
    }

    @Override
    public @Nullable String replyText() {
        return null;
    }

    @Override
    public List<InboundAttachment> attachments() {
        return List.of();
    }

    @Override
    public MimeMessage mimeMessage() {
        throw new UnsupportedOperationException();
    }
}
