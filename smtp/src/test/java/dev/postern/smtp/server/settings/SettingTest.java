package dev.postern.smtp.server.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.server.settings.Setting.Importance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTest {
    private static final Setting<Integer> PORT =
            Setting.count("port", "Port", 25, Importance.HIGH, "A port.").between(0, 65_535);
    private static final Setting<Long> SIZE =
            Setting.number("size", "Size", 10, Importance.LOW, "A size.").atLeast(5);
    private static final Setting<Boolean> ON = Setting.truth("on", "On", false, Importance.LOW, "Whether.");
    private static final Setting<String> WORD =
            Setting.text("word", "Word", "none", Importance.LOW, "A word.").oneOf("none", "some");
    private static final Setting<List<String>> NAMES = Setting.list("names", "Names", Importance.LOW, "Names.");

    private static String complaint(Setting<?> setting, String text) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> setting.read(text))
                .getMessage());
    }

    @Test
    void readsWhatItMayBe() {
        assertEquals(2525, PORT.read(" 2525 "));
        assertEquals(5, SIZE.read("5"));
        assertTrue(ON.read("true"));
        assertEquals("some", WORD.read("some"));
        assertEquals(List.of("a", "b c"), NAMES.read(" a,, b c ,"));
        assertEquals(List.of(), NAMES.read(""));
    }

    @ParameterizedTest
    @CsvSource({
        "65536, must be from 0 to 65535",
        "-1, must be from 0 to 65535",
        "many, must be a whole number up to 2147483647",
        "2147483648, must be a whole number up to 2147483647",
        "-2147483649, must be a whole number up to 2147483647",
        "'', must be a whole number up to 2147483647"
    })
    void saysWhatANumberMustBe(String text, String expected) {
        assertEquals(expected, complaint(PORT, text));
    }

    @Test
    void saysWhatOthersMustBe() {
        assertEquals("must be at least 5", complaint(SIZE, "4"));
        assertEquals("must be true or false", complaint(ON, "yes"));
        assertEquals("must be one of none, some", complaint(WORD, "all"));
        assertEquals("names a twice", complaint(NAMES, "a,b,a"));
    }

    @Test
    void whatCanNotBeReadIsWrittenDownAndSecretsAreNot() {
        SettingValues values = SettingValues.of(setting -> "wrong");
        assertEquals(25, values.get(PORT));
        assertEquals(25, values.get(PORT));
        assertEquals(
                List.of(new SettingProblem("port", "wrong", "must be a whole number up to 2147483647")),
                values.unreadable());
        assertEquals(10, SettingValues.of(setting -> null).get(SIZE));
    }

    @Test
    void aListenerOfDefaultsIsRight() {
        ListenerSettings settings = ListenerSettings.of(SettingValues.of(setting -> null));
        assertEquals(List.of(), settings.problems(Face.of(UnaryOperator.identity())));
        assertEquals("127.0.0.1:2525", settings.toString());
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        Map<String, String> texts =
                Map.of("listen.port", "70000", "keystore.location", "/none.p12", "keystore.password", "open sesame");
        List<SettingProblem> problems =
                ListenerSettings.of(SettingValues.of(texts::get)).problems(Face.of(UnaryOperator.identity()));
        assertEquals(
                List.of("listen.port", "keystore.location"),
                problems.stream().map(SettingProblem::name).toList());
        assertFalse(problems.toString().contains("sesame"));
    }

    @Test
    void eachSettingHasANameOfItsOwnAndAMeaning() {
        Set<String> names = new HashSet<>();
        List<SettingGroup> groups = new ArrayList<>(ListenerSettings.GROUPS);
        groups.addAll(ListenerSettings.GROUPS_IN_A_SERVER);
        for (SettingGroup group : groups) {
            for (Setting<?> setting : group.settings()) {
                assertTrue(names.add(setting.name()), setting.name());
                assertTrue(setting.meaning().endsWith("."), setting.name());
                assertFalse(setting.label().isEmpty(), setting.name());
            }
        }
        assertTrue(names.size() > 25, names.toString());
    }
}
