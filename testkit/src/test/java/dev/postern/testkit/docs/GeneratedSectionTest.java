package dev.postern.testkit.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedSectionTest {
    private static final String PAGE = """
            # Settings

            <!-- begin one -->

            old
            <!-- end one -->
            by hand
            <!-- begin two -->
            <!-- end two -->
            """;

    @TempDir
    private Path root;

    private Path page;
    private Path module;

    @BeforeEach
    void writePage() throws IOException {
        page = Files.createDirectory(root.resolve("docs")).resolve("config.md");
        Files.writeString(page, PAGE);
        module = Files.createDirectories(root.resolve("outer/inner"));
    }

    private GeneratedSection section(String name, boolean writing) {
        return new GeneratedSection(name, GeneratedPage.named("config.md", module, writing));
    }

    @Test
    void aSectionThatIsOutOfDateFailsAndSaysTheRemedy() {
        AssertionError failure =
                assertThrows(AssertionError.class, () -> section("one", false).check("new\n"));
        String remedy = "docs/config.md is out of date: run mvn test -pl outer/inner -am -Dpostern.docs.write=true";
        assertTrue(failure.getMessage().startsWith(remedy), failure.getMessage());
    }

    @Test
    void writesItsSectionAndNothingElse() throws IOException {
        section("one", true).check("new\n");
        section("two", true).check("other\n");
        assertEquals("""
                # Settings

                <!-- begin one -->

                new

                <!-- end one -->
                by hand
                <!-- begin two -->

                other

                <!-- end two -->
                """, Files.readString(page));
        section("one", false).check("new\n");
    }

    @Test
    void aPageWithoutTheSectionFailsAlsoWhenWriting() {
        AssertionError failure =
                assertThrows(AssertionError.class, () -> section("three", true).check("new\n"));
        assertTrue(failure.getMessage().contains("<!-- begin three -->\n<!-- end three -->"), failure.getMessage());
    }

    @Test
    void whatIsNotComparedMayDiffer() throws IOException {
        GeneratedPage.named("config.md", module, false)
                .comparedBy(text -> text.replaceAll("old|new", ""))
                .check(PAGE.replace("old", "new"));
    }

    @Test
    void aPageThatIsNowhereIsNamed() {
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> GeneratedPage.named("no-such-page.md", module, true));
        assertTrue(failure.getMessage().endsWith("holds docs/no-such-page.md"), failure.getMessage());
    }
}
