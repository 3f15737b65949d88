package dev.postern.smtp.server;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with settings. */
final class Problems {
    private final List<ListenerSettings.Problem> found = new ArrayList<>();

    void add(String key, Object value, String remedy) {
        found.add(new ListenerSettings.Problem(key, String.valueOf(value), remedy));
    }

    void range(String key, long value, long least, long most) {
        if (value < least || value > most) {
            boolean open = most >= Integer.MAX_VALUE;
            add(key, value, open ? "must be at least " + least : "must be from " + least + " to " + most);
        }
    }

    List<ListenerSettings.Problem> found() {
        return List.copyOf(found);
    }
}
