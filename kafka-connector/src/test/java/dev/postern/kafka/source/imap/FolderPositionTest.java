package dev.postern.kafka.source.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class FolderPositionTest {
    @Test
    void aPositionIsWhatItsOffsetSays() {
        FolderPosition position =
                FolderPosition.start(7).at(40).renewed(9, 60).at(12).withModseq(5);
        assertEquals(position, FolderPosition.of(position.offset()));
        assertTrue(position.isResyncing());
        assertFalse(position.at(60).isResyncing());
        assertEquals(
                Map.of("uidvalidity", 7L, "uid", 3L),
                FolderPosition.start(7).at(3).offset());
    }

    @Test
    void whatWasReadIsToldByTheNameThatItHad() {
        FolderPosition position = FolderPosition.start(7).at(40).renewed(9, 60).at(12);
        assertTrue(position.hasRead("7:40"));
        assertFalse(position.hasRead("7:41"));
        assertTrue(position.hasRead("9:12"));
        assertFalse(position.hasRead("9:13"));
        assertFalse(position.hasRead("8:1"));
        assertFalse(position.hasRead("nonsense"));
    }

    @Test
    void earlierValiditiesAreForgottenAtLast() {
        FolderPosition position = FolderPosition.start(1).at(1);
        for (long validity = 2; validity < 100; validity++) {
            position = position.renewed(validity, 1).at(1);
        }
        assertEquals(32, position.before().size());
        assertTrue(position.hasRead("98:1"));
        assertFalse(position.hasRead("1:1"));
    }

    @Test
    void anOffsetThatIsNoneIsRefusedWithTheKey() {
        for (Map<String, Object> offset : List.<Map<String, Object>>of(
                Map.of("uid", 3),
                Map.of("uidvalidity", 0, "uid", 3),
                Map.of("uidvalidity", 1, "uid", -1),
                Map.of("uidvalidity", "1", "uid", 3),
                Map.of("uidvalidity", 1, "uid", 3.5),
                Map.of("uidvalidity", 1, "uid", 3, "before", "x"),
                Map.of("uidvalidity", 1, "uid", 3, "seen", true))) {
            ConnectException wrong = assertThrows(ConnectException.class, () -> FolderPosition.of(offset));
            assertTrue(wrong.getMessage().contains(" in an offset"), wrong.getMessage());
        }
        Map<String, Object> right = new HashMap<>(Map.of("uidvalidity", 1, "uid", 3L));
        assertEquals(3, FolderPosition.of(right).uid());
    }

    @Test
    void thePartitionOfAFolderHasItsKeysInOneOrder() {
        assertEquals(
                List.of("protocol", "folder", "account"),
                List.copyOf(new FolderName("default", "INBOX").partition().keySet()));
    }

    @Test
    void setsOfUidsAreShort() {
        assertEquals("1:3,5,7:8", UidSet.of(List.of(8L, 1L, 2L, 3L, 5L, 7L, 7L)));
        assertEquals("4", UidSet.of(List.of(4L)));
    }

    @Test
    void patternsKnowTheDelimiter() {
        FolderPatterns patterns = new FolderPatterns(List.of("inbox", "Archive/%", "!Archive/Old", "Lists/*"));
        assertTrue(patterns.matches("INBOX", '.'));
        assertTrue(patterns.matches("Archive.2024", '.'));
        assertFalse(patterns.matches("Archive.2024.May", '.'));
        assertFalse(patterns.matches("Archive.Old", '.'));
        assertTrue(patterns.matches("Lists.a.b", '.'));
        assertFalse(patterns.matches("Listsxa", '.'));
        assertFalse(patterns.matches("Trash", '\0'));
        assertFalse(patterns.areNames());
        assertTrue(new FolderPatterns(List.of("INBOX", "Sent")).areNames());
    }
}
