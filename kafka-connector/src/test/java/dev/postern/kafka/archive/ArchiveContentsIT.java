package dev.postern.kafka.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the two archives, and what must not be: classes that the worker has too would not be its own. */
class ArchiveContentsIT {
    private static PluginArchive zip;
    private static PluginArchive tarball;

    @BeforeAll
    static void unpack(@TempDir Path directory) throws IOException {
        zip = PluginArchive.hubZip(Files.createDirectory(directory.resolve("zip")));
        tarball = PluginArchive.tarball(Files.createDirectory(directory.resolve("tarball")));
    }

    @Test
    void bothHoldTheSameJars() throws IOException {
        assertEquals(zip.jars(), tarball.jars());
        for (String own : List.of(
                "postern-kafka-connector-",
                "postern-smtp-",
                "postern-mail-",
                "netty-handler-",
                "angus-mail-",
                "angus-activation-",
                "jakarta.mail-api-",
                "jakarta.activation-api-")) {
            assertTrue(zip.jars().stream().anyMatch(jar -> jar.startsWith(own)), own + " in " + zip.jars());
        }
    }

    @Test
    void neitherHoldsWhatTheWorkerBrings() throws IOException {
        for (PluginArchive archive : List.of(zip, tarball)) {
            List<String> wrong = new ArrayList<>(archive.jars());
            wrong.removeIf(jar -> List.of("kafka-clients", "connect-", "slf4j", "log4j").stream()
                    .noneMatch(jar::startsWith));
            archive.entries().stream()
                    .filter(entry -> entry.startsWith("org/apache/kafka/") || entry.startsWith("org/slf4j/"))
                    .forEach(wrong::add);
            assertEquals(List.of(), wrong, archive.root().toString());
        }
    }

    @Test
    void bothNameTheConnectorsForTheServiceLoader() throws IOException {
        for (PluginArchive archive : List.of(zip, tarball)) {
            Set<String> entries = archive.entries();
            assertTrue(entries.contains("META-INF/services/org.apache.kafka.connect.sink.SinkConnector"));
            assertTrue(entries.contains("META-INF/services/org.apache.kafka.connect.source.SourceConnector"));
        }
    }

    @Test
    void theZipHasTheManifestOfAHub() throws IOException {
        JsonNode manifest =
                new ObjectMapper().readTree(zip.root().resolve("manifest.json").toFile());
        String owner = manifest.at("/owner/username").asText();
        String name = manifest.path("name").asText();
        String version = manifest.path("version").asText();
        // the hub's convention for the name of the archive and of the directory in it
        assertEquals(
                owner + "-" + name + "-" + version, zip.root().getFileName().toString());
        assertEquals("postern", owner);
        Set<String> types = new HashSet<>();
        manifest.path("component_types").forEach(type -> types.add(type.asText()));
        assertEquals(Set.of("sink", "source"), types);
        for (String required : List.of("title", "description", "release_date")) {
            assertTrue(!manifest.path(required).asText().isEmpty(), required);
        }
    }
}
