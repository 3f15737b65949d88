package dev.postern.testkit.conformance;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code docs/conformance.md}, made of the table and the tests. */
final class ConformancePage {
    private static final String HEAD = """
            # What Postern keeps of the RFCs

            Each requirement that the engine meets links to the tests that prove it; what it does not meet says why.
            This page is made of [rfc.tsv](rfc.tsv) and the `@Rfc` annotations of the tests, and the build fails when one of them
            contradicts the other or this page is out of date: `mvn test -pl testkit -Dpostern.docs.write=true` writes it anew.

            """;

    private final RequirementTable table;
    private final Map<String, List<Citation>> citations;

    ConformancePage(RequirementTable table, List<Citation> citations) {
        this.table = table;
        this.citations = citations.stream().collect(Collectors.groupingBy(Citation::key));
    }

    /** The page without the numbers of lines: they change with every edit of a test, which makes no page wrong. */
    static String withoutLines(String page) {
        return page.replaceAll("\\.java#L\\d+\\)", ".java)");
    }

    String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        table.titles().forEach((rfc, title) -> chapter(rfc, title, page));
        return page.toString();
    }

    private void chapter(String rfc, String title, StringBuilder page) {
        List<Requirement> requirements = table.of(rfc);
        long met = requirements.stream()
                .filter(requirement -> requirement.met() == Requirement.Met.YES)
                .count();
        page.append("## RFC ").append(rfc).append(": ").append(title).append("\n\n");
        page.append(met).append(" of ").append(requirements.size()).append(" requirements are met.\n\n");
        page.append("| section | requirement | | met | tests and notes |\n|---|---|---|---|---|\n");
        requirements.forEach(requirement -> row(requirement, page));
        page.append('\n');
    }

    private void row(Requirement requirement, StringBuilder page) {
        page.append("| [").append(requirement.section()).append("](").append(requirement.link());
        page.append(") | ").append(cell(requirement.text()));
        page.append(" | ").append(requirement.level());
        page.append(" | ").append(requirement.met().word()).append(" | ");
        page.append(citations.getOrDefault(requirement.key(), List.of()).stream()
                .map(ConformancePage::link)
                .distinct()
                .collect(Collectors.joining(", ")));
        if (!requirement.note().isEmpty()) {
            page.append(requirement.met() == Requirement.Met.YES ? ". " : "").append(cell(requirement.note()));
        }
        page.append(" |\n");
    }

    private static String link(Citation citation) {
        return "[" + citation.test() + "](../" + citation.file() + "#L" + citation.line() + ")";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
