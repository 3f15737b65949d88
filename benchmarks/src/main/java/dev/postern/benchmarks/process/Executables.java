package dev.postern.benchmarks.process;

import dev.postern.benchmarks.BenchException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/** Finds installed programs: in PATH, then where daemons live, which the PATH of a user often lacks. */
public final class Executables {
    private static final List<String> DAEMONS = List.of("/usr/sbin", "/usr/local/sbin", "/usr/libexec/postfix");

    private final List<Path> directories;

    Executables(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    /** Looks where this machine keeps its programs. */
    public static Executables ofThisMachine() {
        List<Path> directories = new ArrayList<>();
        StringTokenizer path = new StringTokenizer(System.getenv().getOrDefault("PATH", ""), File.pathSeparator);
        while (path.hasMoreTokens()) {
            directories.add(Path.of(path.nextToken()));
        }
        DAEMONS.forEach(directory -> directories.add(Path.of(directory)));
        return new Executables(directories);
    }

    /** The program of this name, or empty where it is not installed. */
    public Optional<Path> find(String name) {
        return directories.stream()
                .map(directory -> directory.resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * The program of this name, which comes with Postfix.
     *
     * @throws BenchException if it is not installed
     */
    public Path ofPostfix(String name) {
        return find(name)
                .orElseThrow(() -> new BenchException(
                        name + " is not installed: it comes with Postfix (apt-get install postfix)"));
    }
}
