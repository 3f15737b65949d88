package dev.postern.testkit.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Jazzer did with one target.
 *
 * @param target its short name
 * @param executions how many inputs it tried
 * @param seconds how long
 * @param findings files with the inputs that the target found fault with
 * @param status of its process; 0 where it came to its end and found nothing
 */
record JazzerRun(String target, long executions, long seconds, List<Path> findings, int status) {
    private static final String MAIN = "com.code_intelligence.jazzer.Jazzer";
    private static final int SECONDS_PER_INPUT = 120; // the first loads and instruments many classes
    private static final int LONGEST_INPUT = 4_096;
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");
    private static final Pattern PROGRESS = Pattern.compile("(?m)^#(\\d+)\t");

    /**
     * Lets Jazzer search.
     *
     * @param className of the target
     * @param directory takes the log, the inputs that lead to new code, and the findings
     */
    static JazzerRun of(String className, Path directory, long seconds) throws IOException, InterruptedException {
        String target = Corpus.name(className.substring(className.lastIndexOf('.') + 1));
        Path home = directory.resolve(target);
        Path found = Files.createDirectories(home.resolve("inputs"));
        Path findings = Files.createDirectories(home.resolve("findings"));
        Path log = home.resolve("log");
        long start = System.nanoTime();
        Process jazzer = new ProcessBuilder(command(className, target, found, findings, seconds))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Thread atExit = new Thread(jazzer::destroy, "end-jazzer");
        Runtime.getRuntime().addShutdownHook(atExit);
        int status = jazzer.waitFor();
        Runtime.getRuntime().removeShutdownHook(atExit);
        long elapsed = (System.nanoTime() - start) / 1_000_000_000;
        return new JazzerRun(target, executions(Files.readString(log)), elapsed, files(findings), status);
    }

    private static List<String> command(String className, String target, Path found, Path findings, long seconds) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1g");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(MAIN);
        command.add("--target_class=" + className);
        command.add("--instrumentation_includes=dev.postern.**");
        command.add("--custom_hook_includes=dev.postern.**");
        command.add("--reproducer_path=" + findings);
        command.add("-artifact_prefix=" + findings + "/");
        command.add("-max_total_time=" + seconds);
        command.add("-timeout=" + SECONDS_PER_INPUT);
        command.add("-max_len=" + LONGEST_INPUT);
        command.add(found.toString());
        command.add(Corpus.ROOT.resolve(target).toString());
        return command;
    }

    private static long executions(String log) {
        Matcher done = DONE.matcher(log);
        if (done.find()) {
            return Long.parseLong(done.group(1));
        }
        long last = 0;
        for (Matcher progress = PROGRESS.matcher(log); progress.find(); ) {
            last = Long.parseLong(progress.group(1));
        }
        return last;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}
