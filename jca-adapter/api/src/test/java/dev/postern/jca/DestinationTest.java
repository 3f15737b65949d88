package dev.postern.jca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.testkit.Rfc;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
    private static Path directory(String pattern, String recipient) {
        Destination.Maildir maildir = (Destination.Maildir) Destination.parse("maildir:" + pattern);
        return maildir.directory().of(Address.parse(recipient));
    }

    @Test
    void eachKindIsReadAndWrittenTheSame() {
        assertEquals(new Destination.Relay("mail.example.org", 25), Destination.parse("relay:mail.example.org"));
        assertEquals(new Destination.Relay("2001:db8::1", 2525), Destination.parse("relay:[2001:db8::1]:2525"));
        assertEquals(new Destination.Mx(), Destination.parse("mx"));
        assertEquals(new Destination.Lmtp("127.0.0.1", 24), Destination.parse("lmtp:127.0.0.1:24"));
        assertEquals(
                new Destination.LmtpSocket(Path.of("/run/dovecot/lmtp")), Destination.parse("lmtp:/run/dovecot/lmtp"));
        for (String text : new String[] {
            "relay:mail.example.org:25",
            "relay:[2001:db8::1]:25",
            "mx",
            "lmtp:localhost:24",
            "relay:mail.example.org:587 tls=required login=partner2",
            "relay:[2001:db8::1]:465 tls=implicit",
            "lmtp:dovecot.internal:24 login=inbox",
            "lmtp:/run/lmtp",
            "maildir:/srv/mail/{domain}/{user}/Maildir"
        }) {
            assertEquals(text, Destination.parse(text).toString());
        }
    }

    @Test
    void howAServerIsReachedStandsBehindItsHost() {
        Destination.Relay relay =
                (Destination.Relay) Destination.parse("relay:mail.example.org\t login=partner  tls=implicit");
        assertEquals(new ServerAccess(ServerAccess.Tls.IMPLICIT, "partner"), relay.access());
        assertEquals("relay:mail.example.org:25 tls=implicit login=partner", relay.toString());
        assertEquals(
                "tls=none would show the password to whoever answers: write tls=required or tls=implicit",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Destination.parse("relay:mail.example.org login=partner tls=none"))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "smtp:mail.example.org",
                "relay",
                "relay:",
                "relay:mail.example.org:",
                "relay:mail.example.org:0",
                "relay:mail.example.org:65536",
                "relay:2001:db8::1",
                "relay:user@mail.example.org",
                "relay:mail.example.org tls=always",
                "relay:mail.example.org tls=required tls=required",
                "relay:mail.example.org login=",
                "relay:mail.example.org login=Partner",
                "relay:mail.example.org login=partner:s3cret",
                "relay:mail.example.org tls=none login=partner",
                "relay:mail.example.org password=s3cret",
                "lmtp:localhost:24 tls=opportunistic login=inbox",
                "mx tls=required",
                "mx:",
                "mx:example.org",
                "lmtp:localhost",
                "maildir:",
                "maildir:mail/{user}",
                "maildir:/{user}",
                "maildir:/mail",
                "maildir:/srv/mail/../{user}",
                "maildir:/srv/mail/{name}",
                "maildir:/srv/mail/{user"
            })
    void anythingElseIsRefusedInWords(String text) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> Destination.parse(text));
        assertTrue(refusal.getMessage().contains(" "), refusal::toString);
    }

    @Test
    @Rfc("2033#5c")
    void lmtpKeepsOffThePortOfSmtp() {
        assertThrows(IllegalArgumentException.class, () -> Destination.parse("lmtp:mail.example.org:25"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "bob@Example.ORG, /srv/mail/example.org/bob",
                "Bob.Smith+lists@example.org, /srv/mail/example.org/bob.smith",
                "+lists@example.org, /srv/mail/example.org/+lists",
                "a/b@example.org, /srv/mail/example.org/a%2Fb",
                "100%@example.org, /srv/mail/example.org/100%25",
                "\"..\"@example.org, /srv/mail/example.org/%22..%22",
                "\"../../etc\"@example.org, /srv/mail/example.org/%22..%2F..%2Fetc%22",
                "\".\"@example.org, /srv/mail/example.org/%22.%22",
                "jürgen@example.org, /srv/mail/example.org/j%C3%BCrgen",
                "bob@[127.0.0.1], /srv/mail/%5B127.0.0.1%5D/bob",
            })
    void noAddressLeadsOutOfTheDirectory(String recipient, String directory) {
        assertEquals(Path.of(directory), directory("/srv/mail/{domain}/{user}", recipient));
    }

    @Test
    void placeholdersMayStandWithinAName() {
        assertEquals(
                Path.of("/srv/mail/u-bob@example.org/Maildir"),
                directory("/srv/mail/u-{user}@{domain}/Maildir", "bob@example.org"));
    }

    @Test
    void whatHasNoPlaceholderMustBeThere() {
        assertEquals(
                Path.of("/srv/mail"),
                MaildirPattern.parse("/srv/mail/{domain}/{user}").base());
        assertEquals(Path.of("/srv"), MaildirPattern.parse("/srv/support").base());
    }
}
