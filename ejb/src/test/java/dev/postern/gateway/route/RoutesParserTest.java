package dev.postern.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesParserTest {
    private static RoutingTable table(String... lines) throws RoutesException {
        return RoutesParser.parse("routes", List.of(lines));
    }

    private static List<String> targets(RoutingTable table, String recipient) {
        return table.deliveries(Address.parse(recipient)).stream()
                .map(delivery -> delivery.target() + " for " + delivery.recipient())
                .toList();
    }

    private static String problem(String... lines) {
        return assertThrows(RoutesException.class, () -> table(lines)).getMessage();
    }

    @Test
    void eachRecipientHasTheTargetsOfTheFirstLineThatFits() throws RoutesException {
        RoutingTable table = table(
                "# what is for whom",
                "",
                "bob@example.org        lmtp:127.0.0.1:24",
                "  sales@example.org\ttopic:sales , relay:crm.example.org ",
                "archive@example.org    maildir:/srv/mail/{user}",
                "spam@example.org       discard",
                "old@example.org        reject:551 5.1.6 Moved, see our website",
                "bounces-*@example.org  topic:bounces",
                "*@partner.example      mx",
                "example.org            reject:550 No such user",
                "*                      topic:mail-in");
        assertEquals(List.of("lmtp:127.0.0.1:24 for bob@example.org"), targets(table, "bob@example.org"));
        assertEquals(List.of("lmtp:127.0.0.1:24 for bob+lists@example.org"), targets(table, "bob+lists@example.org"));
        assertEquals(
                List.of("topic:sales for Sales@example.org", "relay:crm.example.org:25 for Sales@example.org"),
                targets(table, "Sales@example.org"));
        assertEquals(
                List.of("maildir:/srv/mail/{user} for archive@example.org"), targets(table, "archive@example.org"));
        assertEquals(List.of("discard for spam@example.org"), targets(table, "spam@example.org"));
        assertEquals(
                List.of("reject:551 5.1.6 Moved, see our website for old@example.org"),
                targets(table, "old@example.org"));
        assertEquals(List.of("topic:bounces for bounces-7@example.org"), targets(table, "bounces-7@example.org"));
        assertEquals(List.of("mx for x@partner.example"), targets(table, "x@partner.example"));
        assertEquals(List.of("reject:550 5.7.1 No such user for x@example.org"), targets(table, "x@example.org"));
        assertEquals(List.of("topic:mail-in for x@elsewhere.example"), targets(table, "x@elsewhere.example"));
    }

    @Test
    void aServerMayBeNamedWithALoginThatIsSetOutside() throws RoutesException {
        String line = "*@partner.example relay:mail.partner.example:587 tls=required login=partner, topic:copies";
        assertEquals(
                "routes line 1: the login partner is not set: set postern.onward.login.partner.username and"
                        + " postern.onward.login.partner.password",
                problem(line));
        System.setProperty("postern.onward.login.partner.username", "gateway");
        System.setProperty("postern.onward.login.partner.password", "s3cret");
        try {
            assertEquals(
                    List.of(
                            "relay:mail.partner.example:587 tls=required login=partner for x@partner.example",
                            "topic:copies for x@partner.example"),
                    targets(table(line), "x@partner.example"));
        } finally {
            System.clearProperty("postern.onward.login.partner.username");
            System.clearProperty("postern.onward.login.partner.password");
        }
    }

    @Test
    void aRecipientThatNoLineFitsHasNone() throws RoutesException {
        assertEquals(List.of(), targets(table("bob@example.org topic:bob"), "ann@example.org"));
        assertTrue(table("bob@example.org topic:bob").hasTopics());
        assertTrue(!table("bob@example.org mx").hasTopics());
    }

    @Test
    void aPatternAboveADomainCountsBeforeIt() throws RoutesException {
        RoutingTable table = table("postmaster@* topic:staff", "*@example.org mx", "*@*.example.org discard");
        assertEquals(List.of("topic:staff for postmaster@example.org"), targets(table, "postmaster@example.org"));
        assertEquals(List.of("mx for bob@example.org"), targets(table, "bob@example.org"));
        assertEquals(List.of("discard for bob@a.example.org"), targets(table, "bob@a.example.org"));
    }

    @Test
    void aliasesAreResolvedAndNobodyGetsAMailTwiceByWayOfTwo() throws RoutesException {
        RoutingTable table = table(
                "all@example.org    sales@example.org, ann@example.org, topic:archive",
                "sales@example.org  bob@example.org,ann@example.org",
                "*@example.org      lmtp:/run/lmtp");
        assertEquals(
                List.of(
                        "lmtp:/run/lmtp for bob@example.org",
                        "lmtp:/run/lmtp for ann@example.org",
                        "topic:archive for all@example.org"),
                targets(table, "all@example.org"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bob@example.org | routes line 1: says not where mail for bob@example.org goes",
                "@example.org mx | routes line 1: @example.org names nobody: write *@example.org",
                "bob@example.org mx, | routes line 1: a target is missing",
                "bob@example.org smtp:x | routes line 1: smtp:x is none of relay:host[:port]",
                "bob@example.org lmtp:mail:25 | routes line 1: LMTP has no port of its own",
                "bob@example.org topic: | routes line 1: topic: is no topic",
                "bob@example.org topic:.. | routes line 1: topic:.. is no topic",
                "bob@example.org maildir:/srv/../x | routes line 1: a maildir is an absolute path",
                "bob@example.org reject:250 Fine | routes line 1: a mail is refused with a code from 400 to 599, not 250",
                "bob@example.org reject:550 4.1.1 No | routes line 1: an enhanced status code for 550",
                "bob@example.org reject:No | routes line 1: reject:No is no reply: write it as reject:550 5.1.1 No such user",
                "bob@example.org mx, reject:550 No | routes line 1: reject stands alone",
                "bob@example.org mx, discard | routes line 1: discard stands alone",
                "bob@example.org a..b@example.org | routes line 1: local part holds an empty atom"
            })
    void whatIsWrongIsSaidWithItsLine(String line, String problem) {
        assertTrue(problem(line).startsWith(problem), () -> problem(line));
    }

    @Test
    void allThatIsWrongIsSaidAtOnceAndOfMuchTheStart() {
        assertTrue(problem("bob@example.org", "# fine", "ann@ mx").matches("routes line 1: .*; routes line 3: .*"));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            lines.add("bob" + i);
        }
        String message = problem(lines.toArray(String[]::new));
        assertTrue(message.endsWith("; and 990 more"), message);
    }

    @Test
    void anEmptyTableIsAMistake() {
        assertTrue(problem("# nothing").startsWith("routes has no line"));
    }

    @Test
    void linesThatNeverCountAreMistakes() {
        assertEquals(
                "routes line 2: Bob@example.org stands in line 1 too: write all of its targets there",
                problem("bob@example.org mx", "Bob@example.org discard"));
        assertEquals(
                "routes line 2: bob@example.org never counts, as line 1 fits it first: move it above that line",
                problem("*@example.org mx", "bob@example.org discard"));
    }

    @Test
    void anAliasMustLeadSomewhere() {
        assertEquals(
                "routes line 1: ann@example.net has no line that says where its mail goes: add one such as ann@example.net mx",
                problem("bob@example.org ann@example.net"));
    }

    @Test
    void aliasesThatGoInCirclesAreMistakes() {
        assertTrue(problem("bob@example.org bob@example.org")
                .startsWith("routes line 1: bob@example.org leads back to where it came from, line 1: "));
        assertTrue(
                problem("a@example.org b@example.org", "b@example.org c@example.org, mx", "c@example.org a@example.org")
                        .startsWith("routes line 3: a@example.org leads back to where it came from, line 1: "));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyAliasesInARowAreMistakes(boolean lastFirst) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            lines.add("a" + i + "@example.org a" + (i + 1) + "@example.org");
        }
        lines.add("a50000@example.org mx");
        if (lastFirst) {
            Collections.reverse(lines);
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertTrue(problem(lines.toArray(String[]::new))
                        .contains("is the first of more than 10 aliases in a row")));
    }

    @Test
    void tenAliasesInARowAreFine() throws RoutesException {
        List<String> lines = new ArrayList<>(List.of("a10@example.org mx"));
        for (int i = 9; i >= 0; i--) {
            lines.add("a" + i + "@example.org a" + (i + 1) + "@example.org");
        }
        assertEquals(List.of("mx for a10@example.org"), targets(table(lines.toArray(String[]::new)), "a0@example.org"));
        lines.add("b@example.org a0@example.org");
        assertEquals(
                "routes line 12: a0@example.org is the first of more than 10 aliases in a row: name their end before",
                problem(lines.toArray(String[]::new)));
    }

    @Test
    void aliasesThatGrowBeyondMeasureAreMistakes() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            StringBuilder line = new StringBuilder("a" + i + "@example.org mx");
            for (int j = 0; j < 10; j++) {
                line.append(", a").append(i + 1).append("+").append(j).append("@example.org");
            }
            lines.add(line.toString());
        }
        lines.add("a9@example.org mx");
        assertTrue(problem(lines.toArray(String[]::new)).contains("comes to more than 1000 deliveries of one mail"));
    }
}
