package dev.postern.kafka;

import org.jspecify.annotations.Nullable;

/** The version that both connectors report to Connect. */
public final class ConnectorVersion {
    private ConnectorVersion() {}

    /** The version of the archive, or {@code unpackaged} when run from classes. */
    public static String get() {
        @Nullable String version = ConnectorVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
