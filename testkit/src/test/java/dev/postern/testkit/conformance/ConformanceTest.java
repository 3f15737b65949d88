package dev.postern.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.docs.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The promise of the conformance page: what it says is proved by a test. */
class ConformanceTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path TABLE = ROOT.resolve("docs/rfc.tsv");

    /** A test source with one annotation, put together here so that this file holds no citation itself. */
    private static String source(String annotation) {
        return "package x;\n\nimport dev.postern.testkit.Rfc;\n\nclass XTest {\n    @Test\n    @" + annotation
                + "\n    void holds() {}\n}\n";
    }

    @Test
    void whatTheTableSaysIsProvedAndWhatTestsProveIsInTheTable() throws IOException {
        List<String> wrong = RequirementTable.read(TABLE).contradictions(Citation.in(ROOT));
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }

    @Test
    void thePageIsUpToDate() throws IOException {
        String page = new ConformancePage(RequirementTable.read(TABLE), Citation.in(ROOT)).markdown();
        GeneratedPage.named("conformance.md")
                .comparedBy(ConformancePage::withoutLines)
                .check(page);
    }

    @Test
    void citationsAreFoundWithTheirLines() {
        List<Citation> citations = Citation.in("m/src/test/java/x/XTest.java", source("Rfc({\"1#2\", \"1#A\"})"));
        assertEquals(
                List.of(
                        new Citation("1#2", "m/src/test/java/x/XTest.java", 8, "XTest.holds"),
                        new Citation("1#A", "m/src/test/java/x/XTest.java", 8, "XTest.holds")),
                citations);
        assertEquals(
                "1#2b",
                Citation.in("XTest.java", source("Rfc(\"1#2b\")")).get(0).key());
        assertEquals(List.of(), Citation.in("XTest.java", "class XTest {}"));
    }

    @Test
    void aYesWithoutATestAndACitationWithoutALineAreContradictions() {
        RequirementTable table = RequirementTable.parse(List.of(
                "# 1: Host Software",
                "1#2\tdoes it\tMUST\tyes\t",
                "1#2b\tdoes more\tMAY\tno\tnot yet",
                "1#3\tdoes nothing\tSHOULD\tyes\t"));
        List<Citation> citations = List.of(
                new Citation("1#2", "T.java", 1, "T.a"),
                new Citation("1#2b", "T.java", 2, "T.b"),
                new Citation("9#9", "T.java", 3, "T.c"));
        assertEquals(
                List.of(
                        "1#2b is \"no\", but a test cites it",
                        "1#3 is \"yes\", but no test cites it",
                        "T.java:3 cites 9#9, which docs/rfc.tsv does not hold"),
                table.contradictions(citations));
    }

    @Test
    void aTableThatIsNotWellFormedIsRefused() {
        for (String line : List.of(
                "1#2\tdoes it\tMUST\tyes",
                "1#2\tdoes it\tOUGHT\tyes\t",
                "1#2\tdoes it\tMUST\tperhaps\t",
                "1#2\tdoes it\tMUST\tno\t",
                "1.2\tdoes it\tMUST\tyes\t",
                "2#2\tdoes it\tMUST\tyes\t",
                "1#9\tstands twice\tMUST\tyes\t")) {
            List<String> lines = List.of("# 1: Host Software", "1#9\tdoes it\tMUST\tyes\t", line);
            assertThrows(IllegalArgumentException.class, () -> RequirementTable.parse(lines), line);
        }
    }

    @Test
    void thePageLinksRequirementsToTheRfcAndToTests() {
        RequirementTable table = RequirementTable.parse(
                List.of("# 1: Host Software", "1#2.3b\ttakes <this>\tMUST\tyes\tand more", "1#A\tthat\tMAY\tno\twhy"));
        String page = new ConformancePage(table, List.of(new Citation("1#2.3b", "m/T.java", 7, "T.takes"))).markdown();
        assertTrue(page.endsWith("""
                        ## RFC 1: Host Software

                        1 of 2 requirements are met.

                        | section | requirement | | met | tests and notes |
                        |---|---|---|---|---|
                        | [§2.3](https://www.rfc-editor.org/rfc/rfc1#section-2.3) | takes &lt;this> | MUST | yes | [T.takes](../m/T.java#L7). and more |
                        | [appendix A](https://www.rfc-editor.org/rfc/rfc1#appendix-A) | that | MAY | no | why |

                        """), page);
        assertTrue(ConformancePage.withoutLines(page).contains("(../m/T.java)"));
    }
}
