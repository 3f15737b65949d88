package dev.postern.smtp.server.settings;

/**
 * One setting that is wrong.
 *
 * @param name the name of the {@link Setting}
 * @param value what it is set to, empty for a secret or where it is not set
 * @param remedy what it must be, or what to set instead
 */
public record SettingProblem(String name, String value, String remedy) {}
