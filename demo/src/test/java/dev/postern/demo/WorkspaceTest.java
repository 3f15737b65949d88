package dev.postern.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    private static Workspace filled(boolean keep) throws IOException {
        Workspace workspace = Workspace.create(keep);
        Files.writeString(workspace.path().resolve("broker.log"), "started");
        Files.writeString(workspace.directory("received").resolve("x.eml"), "Hi");
        Files.writeString(workspace.directory("broker-data").resolve("index.log"), "not a log for people");
        return workspace;
    }

    @Test
    void isGoneAtTheEnd() throws IOException {
        Workspace workspace = filled(false);
        workspace.close();
        assertFalse(Files.exists(workspace.path()));
        workspace.close();
        assertEquals("", workspace.remains());
    }

    @Test
    void ofAFailureTheLogsStay() throws IOException {
        Workspace workspace = filled(false);
        workspace.keepLogs();
        workspace.close();
        try (Stream<Path> left = Files.list(workspace.path())) {
            assertEquals(List.of(workspace.path().resolve("broker.log")), left.toList());
        }
        assertEquals(" Their logs are in " + workspace.path() + ".", workspace.remains());
        delete(workspace.path());
    }

    @Test
    void allStaysWhereItIsAskedFor() throws IOException {
        Workspace workspace = filled(true);
        workspace.close();
        assertTrue(Files.exists(workspace.path().resolve("received/x.eml")));
        assertEquals(" Their files are in " + workspace.path() + ".", workspace.remains());
        delete(workspace.path());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void isItsOwnersAlone() throws IOException {
        try (Workspace workspace = Workspace.create(false)) {
            assertEquals(PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(workspace.path()));
        }
    }
}
