package dev.postern.testkit.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs the targets of a module one after the other; {@code -Pfuzz} starts it in the module's directory. */
public final class FuzzRuns {
    static final String SUFFIX = "FuzzTest";
    private static final Path CLASSES = Path.of("target", "test-classes");
    private static final Path RESULTS = Path.of("target", "fuzz");

    private FuzzRuns() {}

    /**
     * Ends with 1 if a target found fault with an input.
     *
     * @param arguments the seconds for each target, and the short names of targets with commas between them, or {@code all}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long seconds = Long.parseLong(arguments[0]);
        List<String> wanted = List.of(arguments[1].split(",", -1));
        List<JazzerRun> runs = new ArrayList<>();
        for (String className : targets()) {
            String name = Corpus.name(className.substring(className.lastIndexOf('.') + 1));
            if (wanted.contains("all") || wanted.contains(name)) {
                JazzerRun run = JazzerRun.of(className, RESULTS, seconds);
                System.out.println(line(run));
                runs.add(run);
            }
        }
        System.exit(runs.stream().allMatch(run -> run.status() == 0) ? 0 : 1);
    }

    private static List<String> targets() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.endsWith(SUFFIX + ".class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    private static String line(JazzerRun run) {
        String end = run.status() == 0 ? "" : ", ended with " + run.status() + ", see " + RESULTS.resolve(run.target());
        return "%-28s %,12d executions %5d s %3d findings%s"
                .formatted(
                        run.target(),
                        run.executions(),
                        run.seconds(),
                        run.findings().size(),
                        end);
    }
}
