package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.server.settings.ListenerSettings;
import dev.postern.smtp.server.settings.Setting;
import dev.postern.testkit.docs.GeneratedSection;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The listener's part of docs/config.md is what the code says. */
class SettingsPageTest {
    private static final String HEAD = """
            | property | outside, behind `postern.NAME.` | type | default | allowed | meaning |
            |---|---|---|---|---|---|
            """;

    /** Those that only this face has. */
    private static List<Field> own() {
        return Arrays.stream(MailActivationSpec.class.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(ConfigProperty.class))
                .toList();
    }

    private static List<Setting<?>> shared() {
        List<Setting<?>> settings = new ArrayList<>();
        ListenerSettings.GROUPS.forEach(group -> settings.addAll(group.settings()));
        ListenerSettings.GROUPS_IN_A_SERVER.forEach(group -> settings.addAll(group.settings()));
        return settings;
    }

    private static String row(Field field) throws ReflectiveOperationException {
        field.setAccessible(true);
        String initial = String.valueOf(field.get(new MailActivationSpec()));
        ConfigProperty meaning = field.getAnnotation(ConfigProperty.class);
        String key = field.getName().equals("name") ? "" : outside(field.getName());
        String type = field.getType().getSimpleName().toLowerCase(Locale.ROOT);
        return row(field.getName(), key, type, initial, "", String.join(" ", meaning.description()));
    }

    private static String row(Setting<?> setting) {
        String type = setting.type().name().toLowerCase(Locale.ROOT);
        String initial = setting.byDefault() instanceof List<?> ? "" : String.valueOf(setting.byDefault());
        return row(property(setting), setting.name(), type, initial, allowed(setting), setting.meaning());
    }

    private static String row(
            String property, String key, String type, String initial, String allowed, String meaning) {
        return "| `" + property + "` | " + (key.isEmpty() ? "" : '`' + key + '`') + " | " + type + " | "
                + (initial.isEmpty() ? "empty" : '`' + initial + '`') + " | " + allowed + " | " + meaning + " |\n";
    }

    private static String allowed(Setting<?> setting) {
        return setting.choices().isEmpty()
                ? Objects.toString(setting.bounds(), "")
                : "one of " + String.join(", ", setting.choices());
    }

    /** The property's words, each of which is one of the key's. */
    private static String outside(String property) {
        return property.replaceAll("(?=[A-Z])", ".").toLowerCase(Locale.ROOT);
    }

    private static String property(Setting<?> setting) {
        StringBuilder property = new StringBuilder();
        for (String word : setting.name().split("\\.", -1)) {
            property.append(property.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return property.toString();
    }

    @Test
    void theListenersSettingsAreOnThePage() throws IOException, ReflectiveOperationException {
        StringBuilder table = new StringBuilder(HEAD);
        for (Field field : own()) {
            table.append(row(field));
        }
        shared().forEach(setting -> table.append(row(setting)));
        GeneratedSection.of("listener").check(table.toString());
    }

    @Test
    void eachSettingIsAPropertyOfItsName() throws Exception {
        Set<String> properties = new HashSet<>();
        for (PropertyDescriptor property :
                Introspector.getBeanInfo(MailActivationSpec.class, Object.class).getPropertyDescriptors()) {
            properties.add(property.getName());
        }
        for (Setting<?> setting : shared()) {
            String property = property(setting);
            assertTrue(properties.remove(property), "no property " + property);
            MailActivationSpec spec = new MailActivationSpec();
            PropertyDescriptor descriptor = new PropertyDescriptor(property, MailActivationSpec.class);
            descriptor.getWriteMethod().invoke(spec, "some text");
            assertEquals(Map.of(setting.name(), "some text"), spec.listener());
            assertEquals("some text", descriptor.getReadMethod().invoke(spec));
            ConfigProperty marks = descriptor.getWriteMethod().getAnnotation(ConfigProperty.class);
            assertEquals(
                    setting.type() == Setting.Type.PASSWORD,
                    marks != null && marks.confidential(),
                    "secret " + property);
        }
        own().forEach(field -> properties.remove(field.getName()));
        assertEquals(Set.of("resourceAdapter"), properties, "properties without a setting");
    }

    @Test
    void eachPropertyIsReadFromOutsideUnderTheNameOnThePage() throws Exception {
        List<String> keys = new ArrayList<>();
        own().stream()
                .map(Field::getName)
                .filter(name -> !name.equals("name"))
                .forEach(name -> keys.add(outside(name)));
        shared().forEach(setting -> keys.add(setting.name()));
        for (String key : keys) {
            MailActivationSpec spec = new MailActivationSpec();
            spec.setName("page");
            System.setProperty("postern.page." + key, "\0");
            try {
                ListenerConfiguration.of(spec);
            } catch (InvalidPropertyException e) {
                assertFalse(String.valueOf(e.getMessage()).contains("is not a setting"), e.getMessage());
            } finally {
                System.clearProperty("postern.page." + key);
            }
        }
    }
}
