package dev.postern.testkit.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code docs/rfc.tsv}: a title line {@code # 5321: Simple Mail Transfer Protocol} for each RFC, then its requirements.
 *
 * @param titles number of an RFC -> its title, in the order of the file
 * @param requirements in the order of the file
 */
record RequirementTable(Map<String, String> titles, List<Requirement> requirements) {
    private static final Pattern TITLE = Pattern.compile("# (\\d+): (.+)");

    /** @throws IllegalArgumentException if a line is not well-formed, or a requirement stands twice or under another RFC's title */
    static RequirementTable parse(List<String> lines) {
        Map<String, String> titles = new LinkedHashMap<>();
        List<Requirement> requirements = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        String rfc = "";
        for (String line : lines) {
            Matcher title = TITLE.matcher(line);
            if (title.matches()) {
                rfc = title.group(1);
                titles.put(rfc, title.group(2));
                continue;
            }
            Requirement requirement = Requirement.parse(line);
            if (!requirement.rfc().equals(rfc)) {
                throw new IllegalArgumentException(requirement.key() + " stands under the title of RFC " + rfc);
            }
            if (!keys.add(requirement.key())) {
                throw new IllegalArgumentException(requirement.key() + " stands twice");
            }
            requirements.add(requirement);
        }
        return new RequirementTable(titles, requirements);
    }

    static RequirementTable read(Path file) throws IOException {
        return parse(Files.readAllLines(file));
    }

    /** The requirements of one RFC. */
    List<Requirement> of(String rfc) {
        return requirements.stream()
                .filter(requirement -> requirement.rfc().equals(rfc))
                .toList();
    }

    /** What is wrong between the table and the tests, a line each. */
    List<String> contradictions(List<Citation> citations) {
        List<String> wrong = new ArrayList<>();
        for (Requirement requirement : requirements) {
            boolean cited =
                    citations.stream().anyMatch(citation -> citation.key().equals(requirement.key()));
            if (cited != (requirement.met() == Requirement.Met.YES)) {
                wrong.add(requirement.key() + " is \"" + requirement.met().word() + "\", but "
                        + (cited ? "a test cites it" : "no test cites it"));
            }
        }
        Set<String> known = new HashSet<>();
        requirements.forEach(requirement -> known.add(requirement.key()));
        for (Citation citation : citations) {
            if (!known.contains(citation.key())) {
                wrong.add(citation.source() + " cites " + citation.key() + ", which docs/rfc.tsv does not hold");
            }
        }
        return wrong;
    }
}
