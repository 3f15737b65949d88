package dev.postern.testkit.conformance;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One requirement that one test cites with {@link dev.postern.testkit.Rfc}.
 *
 * @param key as in {@link Requirement}
 * @param file the test's source, from the root of the project
 * @param line where the test's method begins, from 1
 * @param test class and method
 */
record Citation(String key, String file, int line, String test) {
    private static final Pattern ANNOTATION =
            Pattern.compile("@Rfc\\(\\s*(?:\\{([^}]*)}|(\"[^\"]*\"))\\s*\\).*?\\bvoid\\s+(\\w+)\\(", Pattern.DOTALL);
    private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");
    private static final String IMPORT = "\nimport dev.postern.testkit.Rfc;\n";

    /** All citations in the test sources of all modules below the root, in the order of their files. */
    static List<Citation> in(Path root) throws IOException {
        List<Citation> citations = new ArrayList<>();
        for (Path file : testSources(root)) {
            String path = root.relativize(file).toString().replace('\\', '/');
            citations.addAll(in(path, Files.readString(file)));
        }
        return citations;
    }

    /** The citations in one source. */
    static List<Citation> in(String file, String source) {
        if (!source.contains(IMPORT)) {
            return List.of();
        }
        String type = file.substring(file.lastIndexOf('/') + 1).replace(".java", "");
        List<Citation> citations = new ArrayList<>();
        Matcher annotation = ANNOTATION.matcher(source);
        while (annotation.find()) {
            String keys = annotation.group(1) == null ? annotation.group(2) : annotation.group(1);
            int line = (int) source.substring(0, annotation.start(3)).lines().count();
            Matcher key = STRING.matcher(keys);
            while (key.find()) {
                citations.add(new Citation(key.group(1), file, line, type + "." + annotation.group(3)));
            }
        }
        return citations;
    }

    /** File and line, as an editor takes them. */
    String source() {
        return file + ":" + line;
    }

    private static List<Path> testSources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                return name.equals("target") || name.startsWith(".")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = file.toString().replace('\\', '/');
                if (path.endsWith(".java") && path.contains("/src/test/java/")) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(sources);
        return sources;
    }
}
