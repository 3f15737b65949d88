package dev.postern.smtp.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.sts.StsPolicy.Mode;
import dev.postern.testkit.Rfc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StsPolicyTest {
    private static final String USUAL =
            "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmx: backupmx.example.com\nmax_age: 604800\n";

    @Test
    @Rfc("8461#3.2")
    void readsTheExampleOfTheStandard() throws MalformedPolicyException {
        for (String text : List.of(USUAL, USUAL.replace("\n", "\r\n"), USUAL.stripTrailing())) {
            StsPolicy policy = StsPolicy.parse(text);
            assertEquals(Mode.ENFORCE, policy.mode());
            assertEquals(List.of("mail.example.com", "*.example.net", "backupmx.example.com"), policy.hosts());
            assertEquals(Duration.ofDays(7), policy.maxAge());
            assertEquals(text, policy.text());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.com, true",
        "MAIL.Example.COM, true",
        "a.example.net, true",
        "a.b.example.net, false",
        "example.net, false",
        ".example.net, false",
        "mail.example.com.evil.example, false",
        "example.com, false",
        "xmail.example.com, false",
        "a.backupmx.example.com, false",
    })
    @Rfc("8461#4.1")
    void allowsTheHostsOfItsPatterns(String host, boolean allowed) throws MalformedPolicyException {
        assertEquals(allowed, StsPolicy.parse(USUAL).allows(host));
    }

    @Test
    @Rfc("8461#3.2b")
    void passesOverFieldsThatItDoesNotKnowAndTakesTheFirstOfTwo() throws MalformedPolicyException {
        StsPolicy policy = StsPolicy.parse(
                "new-field.of_2030:  café \nversion:STSv1\t\nmode:   testing\nmode: none\nmx:\tA.Example\n"
                        + "max_age: 86400\nmax_age: 1\n");
        assertEquals(Mode.TESTING, policy.mode());
        assertEquals(Duration.ofDays(1), policy.maxAge());
        assertTrue(policy.allows("a.example"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "31557600, 31557600", "31557601, 31557600", "9999999999, 31557600"})
    @Rfc("8461#3.2c")
    void holdsForAYearAtMost(String written, long seconds) throws MalformedPolicyException {
        assertEquals(
                Duration.ofSeconds(seconds),
                StsPolicy.parse("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: " + written + "\n")
                        .maxAge());
    }

    @Test
    @Rfc("8461#3.2d")
    void needsNoHostWhereThereIsNoPolicyAnyMore() throws MalformedPolicyException {
        StsPolicy policy = StsPolicy.parse("version: STSv1\nmode: none\nmax_age: 86400\n");
        assertEquals(Mode.NONE, policy.mode());
        assertFalse(policy.allows("a.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "version: STSv1",
                "version: STSv2\nmode: enforce\nmx: a.example\nmax_age: 1",
                "mode: enforce\nmx: a.example\nmax_age: 1",
                "version: STSv1\nmode: Enforce\nmx: a.example\nmax_age: 1",
                "version: STSv1\nmode: report\nmx: a.example\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: a.example",
                "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: -1",
                "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 1.5",
                "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 12345678901",
                "version: STSv1\nmode: enforce\nmx: *\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: a.*.example\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: .example\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: [192.0.2.1]\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx:\nmax_age: 1",
                "version: STSv1\n\nmode: enforce\nmx: a.example\nmax_age: 1",
                "version: STSv1\nmode enforce\nmx: a.example\nmax_age: 1",
                " version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 1\nx: \u0000",
                "version: STSv1\rmode: enforce\rmx: a.example\rmax_age: 1",
                "<html>not found</html>",
            })
    @Rfc("8461#3.2")
    void readsNothingIntoWhatIsNoPolicy(String text) {
        assertThrows(MalformedPolicyException.class, () -> StsPolicy.parse(text));
    }

    @Test
    void readsNoTextThatIsTooLong() {
        String longest = USUAL + "x: " + "y".repeat(StsPolicy.MAX_TEXT - USUAL.length() - 3);
        assertEquals(StsPolicy.MAX_TEXT, longest.length());
        assertTrue(assertThrows(MalformedPolicyException.class, () -> StsPolicy.parse(longest + "y"))
                .getMessage()
                .contains("longer"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=STSv1; id=20160831085700Z; | 20160831085700Z",
                "v=STSv1; id=20160831085700Z | 20160831085700Z",
                "v=STSv1;id=a;new.field=x,y | a",
                "v=STSv1 ; new=1 ; id = b ; | b",
                "v=STSv1; id=a; id=b; | a",
                "v=STSv1; |",
                "v=STSv1 |",
                "v=STSv1; new=1; |",
                "v=STSv1; id=; |",
                "v=STSv1; id=a-b; |",
                "v=STSv1; id=123456789012345678901234567890123; |",
                "v=STSv1; id=a;; |",
                "v=STSv1; id=a; b |",
                "v=STSv10; id=a; |",
                "v=STSv2; id=a; |",
                "V=STSv1; id=a; |",
                "id=a; v=STSv1; |",
                "v=spf1 -all |",
            })
    @Rfc("8461#3.1")
    void aRecordSaysWhatThePolicyIsCalled(String record, String id) {
        assertEquals(Optional.ofNullable(id), StsRecord.id(List.of(record)));
    }

    @Test
    @Rfc("8461#3.1b")
    void severalRecordsAreNone() {
        assertEquals(Optional.of("a"), StsRecord.id(List.of("something else", "v=STSv1; id=a;")));
        assertEquals(Optional.empty(), StsRecord.id(List.of("v=STSv1; id=a;", "v=STSv1; id=a;")));
        assertEquals(Optional.empty(), StsRecord.id(List.of()));
        assertEquals(Optional.empty(), StsRecord.id(List.of("v=STSv1; id=a;" + " x=y;".repeat(10_000))));
    }
}
