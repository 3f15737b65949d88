package dev.postern.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Starts a program that stays, and one that ends; says the process id of the first, and waits for the end of its input. */
final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        ChildProcess stays = ChildProcess.start("stays", List.of("sleep", "600"), directory.resolve("stays"));
        ChildProcess.start("ends", List.of("true"), directory.resolve("ends")).awaitExit(Duration.ofSeconds(20));
        System.out.println(stays.pid());
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
