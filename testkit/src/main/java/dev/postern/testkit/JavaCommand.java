package dev.postern.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The command lines of servers in JVMs of their own: the Java that runs us, small, and quick to start rather than quick in the long run. */
final class JavaCommand {
    private JavaCommand() {}

    /**
     * Runs a main class.
     *
     * @param heapMegabytes the most memory for objects
     * @param classPath as of {@code java -cp}
     */
    static List<String> ofMain(int heapMegabytes, String classPath, String mainClass, String... arguments) {
        return ofMain(small(heapMegabytes), classPath, mainClass, arguments);
    }

    /**
     * Runs a main class as somebody else thinks fit.
     *
     * @param options of the JVM
     * @param classPath as of {@code java -cp}
     */
    static List<String> ofMain(List<String> options, String classPath, String mainClass, String... arguments) {
        List<String> command = ofJvm(options);
        Collections.addAll(command, "-cp", classPath, mainClass);
        Collections.addAll(command, arguments);
        return command;
    }

    /**
     * Runs the main class that a jar names.
     *
     * @param options of the JVM
     * @param properties system properties
     */
    static List<String> ofJar(List<String> options, Map<String, String> properties, Path jar, List<String> arguments) {
        List<String> command = ofJvm(options);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        Collections.addAll(command, "-jar", jar.toString());
        command.addAll(arguments);
        return command;
    }

    /** Options that make a JVM small, and quick to start. */
    static List<String> small(int heapMegabytes) {
        return List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    private static List<String> ofJvm(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        return command;
    }
}
