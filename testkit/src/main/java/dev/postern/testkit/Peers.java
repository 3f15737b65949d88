package dev.postern.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.stream.Stream;

/** The other mail programs that this machine has installed. */
public final class Peers {
    /** Where daemons live, which the PATH of a user often lacks. */
    private static final List<String> DAEMONS = List.of("/usr/sbin", "/usr/local/sbin");

    private static final Map<String, String> PACKAGES = Map.of(
            "smtp-source", "postfix",
            "smtp-sink", "postfix",
            "opendkim", "opendkim and opendkim-tools",
            "dkimverify", "python3-dkim",
            "dovecot", "dovecot-imapd and dovecot-lmtpd",
            "clamd", "clamav-daemon",
            "ldns-signzone", "ldnsutils",
            "swaks", "swaks and libnet-ssleay-perl");

    /** Programs that change to users of their own. */
    private static final Set<String> ROOT_ONLY = Set.of("postfix", "dovecot", "smtp-sink");

    private Peers() {}

    /** The program of this name, or empty where it is not installed. */
    public static Optional<Path> find(String program) {
        StringTokenizer path = new StringTokenizer(System.getenv().getOrDefault("PATH", ""), File.pathSeparator);
        List<String> directories = new ArrayList<>();
        while (path.hasMoreTokens()) {
            directories.add(path.nextToken());
        }
        return Stream.concat(directories.stream(), DAEMONS.stream())
                .map(directory -> Path.of(directory, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * The program of this name.
     *
     * @throws IllegalStateException if it is not installed; the message says what to install
     */
    public static String path(String program) {
        return find(program)
                .orElseThrow(() -> new IllegalStateException(missing(program)))
                .toString();
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Why a test can't use the program, and the remedy; empty if it can. */
    static Optional<String> obstacle(String program) {
        if (find(program).isEmpty()) {
            return Optional.of(missing(program));
        }
        return ROOT_ONLY.contains(program) && !isRoot()
                ? Optional.of(program + " needs root: run the tests as root, in a container say")
                : Optional.empty();
    }

    private static String missing(String program) {
        return program + " is not installed: install the package "
                + PACKAGES.getOrDefault(program, program)
                + ", keeping its services stopped";
    }
}
