package dev.postern.smtp.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmUpTest {
    private static List<Integer> days(String text, int count) {
        WarmUp warmUp = WarmUp.parse(text);
        return IntStream.rangeClosed(1, count)
                .mapToObj(day -> warmUp.mails(day).orElse(-1))
                .toList();
    }

    @Test
    void doublesUntilTheLastDayThatIsLimited() {
        assertEquals(List.of(100, 200, 400, 800, -1), days("100..1000", 5));
        assertEquals(List.of(100, 200, 400, 800, -1), days("100..800", 5));
    }

    @Test
    void growsByWhatItSays() {
        assertEquals(List.of(100, 150, 225, 337, -1), days("100..400*1.5", 5));
        assertEquals(List.of(5, 50, 500, -1), days("5..500*10", 4));
    }

    @Test
    void endsForAnyGrowth() {
        WarmUp slowest = WarmUp.parse("1..999999999*1.01");
        int day = IntStream.iterate(1, each -> each + 1)
                .filter(each -> slowest.mails(each).isEmpty())
                .findFirst()
                .orElseThrow();
        assertEquals(2_084, day);
        assertEquals(OptionalInt.empty(), slowest.mails(Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "100", "0..5", "100..", "..100", "5..4*2x", "1..9*11", "1..9*0.5", "1..9*1.234", "1...9"})
    void whatIsNoneIsToldWithAnExample(String text) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> WarmUp.parse(text));
        assertTrue(
                error.getMessage().endsWith("not " + text) && error.getMessage().contains("100..20000*1.5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5..4", "1..9*1", "1..9*1.00"})
    void whatWouldLimitNothingOrNeverEndIsRefused(String text) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> WarmUp.parse(text));
        assertTrue(error.getMessage().contains("by a factor from 1.01 to 10"));
    }
}
