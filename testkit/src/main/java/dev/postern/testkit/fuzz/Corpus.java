package dev.postern.testkit.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The committed inputs of a target, a file each: {@code src/test/resources/fuzz/<target>/} in its module. */
public final class Corpus {
    static final Path ROOT = Path.of("src", "test", "resources", "fuzz");

    private Corpus() {}

    /**
     * A test for each input.
     *
     * @param target its class, {@code …FuzzTest}
     * @param fuzz what takes one input, and throws where it finds fault
     * @throws IOException if there is no corpus
     */
    public static Stream<DynamicTest> replay(Class<?> target, Consumer<byte[]> fuzz) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(name(target.getSimpleName())))) {
            List<Path> inputs = files.sorted().toList();
            return inputs.stream()
                    .map(input -> DynamicTest.dynamicTest(
                            input.getFileName().toString(), () -> fuzz.accept(Files.readAllBytes(input))));
        }
    }

    /** What a target is called for short. */
    static String name(String simpleClassName) {
        return simpleClassName.substring(0, simpleClassName.length() - FuzzRuns.SUFFIX.length());
    }
}
