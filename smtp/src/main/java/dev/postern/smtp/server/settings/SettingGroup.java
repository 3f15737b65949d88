package dev.postern.smtp.server.settings;

import java.util.List;

/**
 * Settings that belong together.
 *
 * @param title what they are about
 * @param settings they, the more important first
 */
public record SettingGroup(String title, List<Setting<?>> settings) {
    public SettingGroup {
        settings = List.copyOf(settings);
    }

    static SettingGroup of(String title, Setting<?>... settings) {
        return new SettingGroup(title, List.of(settings));
    }
}
