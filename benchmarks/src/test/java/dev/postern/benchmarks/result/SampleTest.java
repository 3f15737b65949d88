package dev.postern.benchmarks.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void isWhatWasCountedPerMessage() {
        assertEquals(new Sample(500, 150), Sample.of(1000, 2_000_000_000L, 150_000));
    }

    @Test
    void eachFigureHasItsOwnMedian() {
        assertEquals(
                new Sample(20, 200),
                Sample.median(List.of(new Sample(10, 200), new Sample(30, 100), new Sample(20, 900))));
    }

    @Test
    void anEvenNumberMeetsInTheMiddle() {
        assertEquals(new Sample(15, 150), Sample.median(List.of(new Sample(20, 200), new Sample(10, 100))));
    }

    @Test
    void nothingHasNoMedian() {
        assertThrows(IllegalArgumentException.class, () -> Sample.median(List.of()));
    }
}
