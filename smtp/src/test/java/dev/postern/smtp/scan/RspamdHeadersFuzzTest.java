package dev.postern.smtp.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Envelope;
import dev.postern.mail.MalformedAddressException;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a client says of itself becomes single fields of a request that HTTP takes, and no more than Rspamd does. */
public final class RspamdHeadersFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(RspamdHeadersFuzzTest.class, RspamdHeadersFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] said = new String(input, StandardCharsets.UTF_8).split("\n", -1);
        Client.Tls tls = said.length % 2 == 0 ? null : new Client.Tls(said[0], said[said.length - 1], null);
        Envelope.Builder envelope =
                Envelope.of("01TEST").client(new Client(Client.LOCAL, said[0], true, tls, said[said.length - 1]));
        for (String text : said) {
            try {
                envelope.recipient(Address.parse(text)).reversePath(Address.parse(text));
            } catch (MalformedAddressException e) {
                envelope.reversePath(null);
            }
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://rspamd.example/"));
        int octets = 0;
        for (RspamdHeaders.Header header : RspamdHeaders.of(envelope.build())) {
            request.header(header.name(), header.value());
            assertTrue(header.value().matches("[!-~]([ -~]{0,1022}[!-~])?"));
            octets += header.name().length() + header.value().length();
        }
        assertTrue(octets < 80 << 10);
        assertEquals("01TEST", request.build().headers().firstValue("Queue-Id").orElse(""));
    }
}
