package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsListTest {
    @ParameterizedTest
    @CsvSource({
        "bl.example.org, 127.0.0.2, true",
        "bl.example.org, 127.1.2.3, true",
        "bl.example.org, 192.0.2.1, false",
        "bl.example.org, 127.255.255.254, false",
        "bl.example.org, ::1, false",
        "bl.example.org=127.0.0.2, 127.0.0.2, true",
        "bl.example.org=127.0.0.2, 127.0.0.3, false",
        "bl.example.org=127.0.0.2, 127.0.1.2, false",
        "bl.example.org=127.0.0.[2;4..11], 127.0.0.2, true",
        "bl.example.org=127.0.0.[2;4..11], 127.0.0.3, false",
        "bl.example.org=127.0.0.[2;4..11], 127.0.0.4, true",
        "bl.example.org=127.0.0.[2;4..11], 127.0.0.11, true",
        "bl.example.org=127.0.0.[2;4..11], 127.0.0.12, false",
        "bl.example.org=127.0.[0..255].[1..3], 127.0.77.3, true",
        "bl.example.org=127.255.255.[0..255], 127.255.255.1, false"
    })
    void tellsWhichResponsesCount(String list, String response, boolean listing) throws UnknownHostException {
        assertEquals(listing, DnsList.parse(list).isListing(InetAddress.getByName(response)));
    }

    @Test
    void isCalledAsItsDomain() {
        assertEquals("bl.example.org", DnsList.parse("BL.example.org=127.0.0.2").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=127.0.0.2", "bl..example", "[192.0.2.1]", "bl.example.org 127.0.0.2"})
    void needsADomain(String text) {
        IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, () -> DnsList.parse(text));
        assertTrue(failure.getMessage().startsWith("must start with the list's domain"), failure::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127",
                "127.0.0",
                "127.0.0.2.3",
                "127.0.0.256",
                "127.0.0.-1",
                "127.0.0.99999999999",
                "10.0.0.2",
                "[126..128].0.0.2",
                "127.0.0.[2",
                "127.0.0.2]",
                "127.0.0.[]",
                "127.0.0.[5..2]",
                "127.0.0.[2,3]",
                "127.0.0.[2;]",
                "127.0.0.[..5]",
                "127.0.0.2..5",
                "127.0.0.*",
                "127.0.0.2=3"
            })
    void needsResponsesThatAListGives(String responses) {
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> DnsList.parse("bl.example.org=" + responses));
        assertTrue(failure.getMessage().startsWith("the responses that count must be such as"), failure::getMessage);
    }
}
