package dev.postern.jca.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.docs.GeneratedSection;
import jakarta.resource.spi.ConfigProperty;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The connection factory's part of docs/config.md, and its descriptor, are what the code says. */
class SettingsPageTest {
    private static final String HEAD = """
            | property | outside, behind `postern.NAME.` | type | default | meaning |
            |---|---|---|---|---|
            """;

    private static List<Field> settings() {
        return Arrays.stream(PosternManagedConnectionFactory.class.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(ConfigProperty.class))
                .toList();
    }

    /** The property's words, each of which is one of the key's. */
    private static String outside(String property) {
        return property.replaceAll("(?=[A-Z])", ".").toLowerCase(Locale.ROOT);
    }

    private static String row(Field field) throws ReflectiveOperationException {
        field.setAccessible(true);
        String initial = String.valueOf(field.get(new PosternManagedConnectionFactory()));
        ConfigProperty meaning = field.getAnnotation(ConfigProperty.class);
        String key = field.getName().equals("name") ? "" : "`" + outside(field.getName()) + "`";
        String type = meaning.confidential()
                ? "password"
                : field.getType().getSimpleName().toLowerCase(Locale.ROOT);
        return "| `" + field.getName() + "` | " + key + " | " + type + " | "
                + (initial.isEmpty() ? "empty" : '`' + initial + '`') + " | "
                + String.join(" ", meaning.description()) + " |\n";
    }

    @Test
    void theSettingsAreOnThePage() throws IOException, ReflectiveOperationException {
        StringBuilder table = new StringBuilder(HEAD);
        for (Field field : settings()) {
            table.append(row(field));
        }
        GeneratedSection.of("connection-factory").check(table.toString());
    }

    @Test
    void howMailIsHandedOnIsOnThePage() throws IOException {
        StringBuilder table = new StringBuilder("""
                | setting, behind `postern.onward.` | default | meaning |
                |---|---|---|
                """);
        OnwardSettings.ALL.forEach(setting -> table.append("| `" + setting.key() + "` | "
                + (setting.value().isEmpty() ? "empty" : '`' + setting.value() + '`') + " | " + setting.meaning()
                + " |\n"));
        GeneratedSection.of("onward").check(table.toString());
    }

    @Test
    void eachIsReadUnderTheNameOnThePage() {
        Set<String> keys = new TreeSet<>();
        settings().forEach(field -> keys.add(outside(field.getName())));
        assertEquals(
                keys,
                OutboundSettings.rawOf(new PosternManagedConnectionFactory()).keySet());
    }

    @Test
    void eachIsInTheDescriptorWithItsTypeAndWhetherItIsSecret() throws IOException {
        String descriptor =
                Files.readString(Path.of("src/main/rar/META-INF/ra.xml")).replaceAll("\\s+", "");
        for (Field field : settings()) {
            boolean isSecret = field.getAnnotation(ConfigProperty.class).confidential();
            String property = "<config-property-name>" + field.getName()
                    + "</config-property-name><config-property-type>java.lang."
                    + field.getType().getSimpleName() + "</config-property-type>"
                    + (isSecret ? "<config-property-confidential>true</config-property-confidential>" : "")
                    + "</config-property>";
            assertTrue(descriptor.contains(property), property);
        }
    }
}
