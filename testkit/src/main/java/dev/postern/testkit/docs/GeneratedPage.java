package dev.postern.testkit.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A page below {@code docs} that is made from the code: a test compares it with what would be made now.
 *
 * <p>Under {@code -Dpostern.docs.write=true} the test writes it anew first.
 */
public final class GeneratedPage {
    private static final String SWITCH = "postern.docs.write";

    private final Path root;
    private final Path module;
    private final String name;
    private final boolean writing;
    private final UnaryOperator<String> compared;

    private GeneratedPage(Path root, Path module, String name, boolean writing, UnaryOperator<String> compared) {
        this.root = root;
        this.module = module;
        this.name = name;
        this.writing = writing;
        this.compared = compared;
    }

    /**
     * The page of this name, as a test sees it that Maven runs in the directory of its module.
     *
     * @throws IllegalStateException if no directory above holds such a page
     */
    public static GeneratedPage named(String name) {
        return named(name, Path.of(""), Boolean.getBoolean(SWITCH));
    }

    static GeneratedPage named(String name, Path directory, boolean writing) {
        Path module = directory.toAbsolutePath().normalize();
        for (Path root = module; root != null; root = root.getParent()) {
            if (Files.isRegularFile(root.resolve("docs").resolve(name))) {
                return new GeneratedPage(root, module, name, writing, UnaryOperator.identity());
            }
        }
        throw new IllegalStateException("neither " + module + " nor a directory above it holds docs/" + name);
    }

    /** The same page, of which only what is left by this function is compared. */
    public GeneratedPage comparedBy(UnaryOperator<String> part) {
        return new GeneratedPage(root, module, name, writing, part);
    }

    /** The page as it stands. */
    String text() throws IOException {
        return Files.readString(file());
    }

    /**
     * Compares the page with this text, which is written first where that is asked for.
     *
     * @throws AssertionError if they differ; the message says how to write the page anew
     */
    public void check(String text) throws IOException {
        if (writing) {
            Files.writeString(file(), text);
        }
        String remedy = "docs/" + name + " is out of date: run mvn test -pl "
                + root.relativize(module).toString().replace('\\', '/') + " -am -D" + SWITCH + "=true";
        assertEquals(compared.apply(text), compared.apply(text()), remedy);
    }

    private Path file() {
        return root.resolve("docs").resolve(name);
    }
}
