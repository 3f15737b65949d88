package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.jca.config.OutsideSettings;
import dev.postern.testkit.docs.GeneratedSection;
import jakarta.resource.spi.ConfigProperty;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The listener's part of docs/config.md is what the code says. */
class SettingsPageTest {
    private static final String HEAD = """
            | property | outside, behind `postern.NAME.` | type | default | meaning |
            |---|---|---|---|---|
            """;

    private static List<Field> settings() {
        return Arrays.stream(MailActivationSpec.class.getDeclaredFields())
                .filter(field ->
                        !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers()))
                .toList();
    }

    private static String row(Field field) throws ReflectiveOperationException {
        field.setAccessible(true);
        String initial = String.valueOf(field.get(new MailActivationSpec()));
        ConfigProperty meaning = field.getAnnotation(ConfigProperty.class);
        String key = field.getName().equals("name") ? "" : '`' + outside(field.getName()) + '`';
        return "| `" + field.getName() + "` | " + key + " | "
                + field.getType().getSimpleName().toLowerCase(Locale.ROOT) + " | "
                + (initial.isEmpty() ? "empty" : '`' + initial + '`') + " | "
                + String.join(" ", meaning.description()) + " |\n";
    }

    /** The property's words, each of which is one of the key's. */
    private static String outside(String property) {
        return property.replaceAll("(?=[A-Z])", ".").toLowerCase(Locale.ROOT);
    }

    @Test
    void theListenersSettingsAreOnThePage() throws IOException, ReflectiveOperationException {
        StringBuilder table = new StringBuilder(HEAD);
        for (Field field : settings()) {
            table.append(row(field));
        }
        GeneratedSection.of("listener").check(table.toString());
    }

    @Test
    void eachPropertyIsReadFromOutsideUnderTheNameOnThePage() throws Exception {
        for (Field field : settings()) {
            if (field.getName().equals("name")) {
                continue;
            }
            String key = "postern.page." + outside(field.getName());
            MailActivationSpec spec = new MailActivationSpec();
            spec.setName("page");
            field.setAccessible(true);
            System.setProperty(key, String.valueOf(field.get(spec)));
            try {
                ListenerConfiguration.of(spec); // fails for a key that it does not know
                assertEquals(1, OutsideSettings.of("page").all().size());
            } finally {
                System.clearProperty(key);
            }
        }
    }
}
