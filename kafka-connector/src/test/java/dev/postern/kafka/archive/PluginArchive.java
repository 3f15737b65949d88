package dev.postern.kafka.archive;

import dev.postern.testkit.ProgramRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** One of the archives that the build has made, unpacked. */
final class PluginArchive {
    private static final Path BUILD = Path.of("target");

    private final Path root;

    private PluginArchive(Path root) {
        this.root = root;
    }

    /** The zip for hubs. */
    static PluginArchive hubZip(Path destination) throws IOException {
        Path archive = only(BUILD.resolve("components/packages"), ".zip");
        try (InputStream in = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = destination.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                }
            }
        }
        return new PluginArchive(only(destination, ""));
    }

    /** The archive for a plugin path. */
    static PluginArchive tarball(Path destination) throws IOException {
        Path archive = only(BUILD, "-plugin.tar.gz");
        ProgramRun.of(Duration.ofMinutes(1), List.of("tar", "-xzf", archive.toString(), "-C", destination.toString()))
                .succeeded();
        return new PluginArchive(only(destination, ""));
    }

    /** The one directory in it. */
    Path root() {
        return root;
    }

    /** Puts a jar with this class beside those that are in it. */
    void add(Class<?> own) throws IOException {
        Path lib;
        try (Stream<Path> files = files()) {
            lib = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow()
                    .resolveSibling("own.jar");
        }
        String name = own.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(lib));
                InputStream code = own.getClassLoader().getResourceAsStream(name)) {
            jar.putNextEntry(new JarEntry(name));
            code.transferTo(jar);
        }
    }

    /** The names of the jars in it. */
    Set<String> jars() throws IOException {
        return files().map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".jar"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The entries of all jars in it. */
    Set<String> entries() throws IOException {
        Set<String> entries = new TreeSet<>();
        for (Path file :
                files().filter(file -> file.toString().endsWith(".jar")).toList()) {
            try (JarFile jar = new JarFile(file.toFile())) {
                jar.stream().map(JarEntry::getName).forEach(entries::add);
            }
        }
        return entries;
    }

    private Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList().stream();
        }
    }

    private static Path only(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(suffix)).toList();
            if (found.size() != 1) {
                throw new IllegalStateException("not one *" + suffix + " in " + directory + ": " + found);
            }
            return found.get(0);
        }
    }
}
