package dev.postern.smtp.server.settings;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with settings. */
final class Problems {
    private final SettingValues values;
    private final Face face;
    private final List<SettingProblem> found = new ArrayList<>();

    /**
     * @param values they
     * @param face of the gateway whose settings they are
     */
    Problems(SettingValues values, Face face) {
        this.values = values;
        this.face = face;
    }

    void add(Setting<?> setting, Object value, String remedy) {
        found.add(new SettingProblem(values.nameOf(setting), String.valueOf(value), remedy));
    }

    void add(Setting<?> setting, Object value, Exception reason) {
        add(setting, value, String.valueOf(reason.getMessage()));
    }

    void addAll(List<SettingProblem> problems) {
        found.addAll(problems);
    }

    /** How the name of this setting is spelled. */
    String spell(Setting<?> setting) {
        return face.spelling().apply(values.nameOf(setting));
    }

    /** The face of the gateway whose settings they are. */
    Face face() {
        return face;
    }

    List<SettingProblem> found() {
        return List.copyOf(found);
    }

    /**
     * The file or directory of this name.
     *
     * @throws IOException if it can't be the name of one
     */
    static Path path(String name) throws IOException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IOException("this is not the name of a file: " + e.getReason(), e);
        }
    }
}
