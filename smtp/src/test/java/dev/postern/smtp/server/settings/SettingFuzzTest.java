package dev.postern.smtp.server.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any text of any setting is a value within its bounds, or an error that says what it must be. */
public final class SettingFuzzTest {

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(SettingFuzzTest.class, SettingFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        ListenerSettings.GROUPS.forEach(group -> group.settings().forEach(setting -> read(setting, text)));
    }

    private static void read(Setting<?> setting, String text) {
        Object value;
        try {
            value = setting.read(text);
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().startsWith("must be ") || e.getMessage().startsWith("names "));
            return;
        }
        if (value instanceof Number number) {
            long exact = number.longValue();
            Setting.Bounds bounds = setting.bounds();
            assertTrue(bounds != null && bounds.least() <= exact && exact <= bounds.most());
            assertEquals(value, setting.read(String.valueOf(exact)));
        } else if (value instanceof List<?> list) {
            assertEquals(Set.copyOf(list).size(), list.size());
            assertFalse(list.contains(""));
        } else if (value instanceof Boolean) {
            assertEquals(String.valueOf(value), text.strip());
        }
    }
}
