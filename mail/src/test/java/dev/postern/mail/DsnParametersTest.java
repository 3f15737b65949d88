package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.DsnRequest.Notify;
import dev.postern.testkit.Rfc;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DsnParametersTest {
    @Test
    @Rfc({"3461#4.1", "3461#4.2", "3461#4.3", "3461#4.4"})
    void areReadInAnyCaseAndWrittenInOne() {
        DsnRequest.Recipient bob = DsnParameters.recipient("failure,Delay", "rfc822;bob+2Bx@example.net");
        assertEquals(new DsnRequest.Recipient(Set.of(Notify.FAILURE, Notify.DELAY), "rfc822;bob+x@example.net"), bob);
        assertEquals("NOTIFY=FAILURE,DELAY ORCPT=rfc822;bob+2Bx@example.net", DsnParameters.of(bob));
        DsnRequest request = DsnParameters.request("hdrs", "a+2Bb");
        assertEquals(new DsnRequest(DsnRequest.Ret.HDRS, "a+b", Map.of()), request);
        assertEquals("RET=HDRS ENVID=a+2Bb", DsnParameters.of(request));
    }

    @Test
    void whereNothingIsSaidNothingIsWritten() {
        assertSame(DsnRequest.NONE, DsnParameters.request(null, null));
        assertEquals("", DsnParameters.of(DsnRequest.NONE));
        assertEquals("", DsnParameters.of(DsnParameters.recipient(null, null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NEVER,FAILURE |               | NOTIFY=NEVER stands alone",
                "SUCCESS,SUCCESS |             | NOTIFY is",
                "SUCCESS,        |             | NOTIFY is",
                "RELAY           |             | NOTIFY is",
                "'' |                          | NOTIFY is",
                "NEVER | bob@example.net       | ORCPT is",
                "NEVER | rfc822;               | ORCPT is",
                "NEVER | ;bob                  | ORCPT is",
                "NEVER | rfc+822;bob           | ORCPT is",
                "NEVER | rfc822;bob+0D+0A      | ORCPT is not xtext: a control character",
            })
    @Rfc({"3461#4.1", "3461#4.2"})
    void ofARecipientThatAreNoneAreNamed(String notify, String orcpt, String message) {
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> DsnParameters.recipient(notify, orcpt));
        assertTrue(failure.getMessage().startsWith(message), failure.getMessage());
    }

    @Test
    @Rfc({"3461#4.2", "3461#4.3", "3461#4.4"})
    void haveAnEnd() {
        assertThrows(IllegalArgumentException.class, () -> DsnParameters.recipient(null, "rfc822;" + "x".repeat(494)));
        assertThrows(IllegalArgumentException.class, () -> DsnParameters.request(null, "x".repeat(101)));
        assertThrows(IllegalArgumentException.class, () -> DsnParameters.request(null, ""));
        assertThrows(IllegalArgumentException.class, () -> DsnParameters.request("BODY", null));
    }
}
