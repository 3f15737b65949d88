package dev.postern.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that both connectors report to Connect. */
public final class ConnectorVersion {
    /** Where Maven's archiver leaves it; the manifest's does not survive the packaging as a plugin. */
    private static final String POM = "/META-INF/maven/dev.postern/postern-kafka-connector/pom.properties";

    private ConnectorVersion() {}

    /** The version of the archive, or {@code unpackaged} when run from classes. */
    public static String get() {
        try (InputStream pom = ConnectorVersion.class.getResourceAsStream(POM)) {
            if (pom == null) {
                return "unpackaged";
            }
            Properties properties = new Properties();
            properties.load(pom);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("our own archive can't be read", e);
        }
    }
}
