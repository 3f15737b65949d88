package dev.postern.testkit.docs;

import java.io.IOException;

/**
 * A part of {@code docs/config.md} that is made from the code of one module, and that a test of this module owns: what stands
 * between the lines {@code <!-- begin NAME -->} and {@code <!-- end NAME -->}.
 *
 * <p>The rest of the page is written by hand.
 */
public final class GeneratedSection {
    private static final String PAGE = "config.md";

    private final String name;
    private final GeneratedPage page;

    GeneratedSection(String name, GeneratedPage page) {
        this.name = name;
        this.page = page;
    }

    /**
     * The section of this name.
     *
     * @throws IllegalStateException if the page can't be found
     */
    public static GeneratedSection of(String name) {
        return new GeneratedSection(name, GeneratedPage.named(PAGE));
    }

    /**
     * Compares the section with this text, which is written first under {@code -Dpostern.docs.write=true}.
     *
     * @param markdown lines, each ended by LF; an empty line before and behind is added
     * @throws AssertionError if they differ, or the page has no such section
     */
    public void check(String markdown) throws IOException {
        page.check(placed(page.text(), markdown));
    }

    private String placed(String text, String markdown) {
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->\n";
        int start = text.indexOf(begin);
        int stop = text.indexOf(end);
        if (start < 0 || stop < start) {
            throw new AssertionError("docs/" + PAGE + " has no section " + name
                    + ": write these two lines where it belongs:\n" + begin + end);
        }
        return text.substring(0, start + begin.length()) + "\n" + markdown + "\n" + text.substring(stop);
    }
}
