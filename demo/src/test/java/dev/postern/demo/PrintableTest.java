package dev.postern.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void aMailCannotDriveTheTerminal() {
        assertEquals("Subject: ?[2J?[31mgone?", Printable.line("Subject: \u001b[2J\u009b[31mgone\u0007"));
    }

    @Test
    void lettersAndTabsStay() {
        assertEquals("\tGr\u00fc\u00dfe \ud83d\ude00", Printable.line("\tGr\u00fc\u00dfe \ud83d\ude00"));
    }
}
