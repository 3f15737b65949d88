package dev.postern.smtp.server.settings;

/**
 * A setting that two gateways have with different values.
 *
 * @param name of the setting
 * @param one the value of the one as text; hidden where it is a secret
 * @param other that of the other
 */
public record SettingDifference(String name, String one, String other) {}
