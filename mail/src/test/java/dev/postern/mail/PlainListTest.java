package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainListTest {
    private static final String PIECES = "ab.@<>, \"()[]:;=?_-\\";

    @Test
    void plainAddressesWithNamesAndWithout() {
        assertEquals(
                List.of(Address.parse("bob@example.org"), Address.parse("ann.b+x@mx.example.net")),
                PlainList.read(" bob@example.org, Ann Other <ann.b+x@mx.example.net> "));
        assertEquals(List.of(Address.parse("bob@example.org")), PlainList.read("<bob@example.org>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "bob",
                "bob@",
                "@example.org",
                "bob @example.org",
                "bob@example.org ann",
                "bob@example.org,",
                "bob..b@example.org",
                ".bob@example.org",
                "bob@example..org",
                "Ann ann@example.org",
                "Ann <ann@example.org",
                "Ann < ann@example.org>",
                "\"Ann\" <ann@example.org>",
                "staff: bob@example.org;",
                "bob@[127.0.0.1]",
                "bob@example.org\r\n",
                "b\u00f6b@example.org",
                "bob@exa_mple.org"
            })
    void leavesAllElseToTheParser(String list) {
        assertNull(PlainList.read(list));
    }

    @Test
    void whatItReadsTheParserReadsToo() {
        Random random = new Random(4);
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder list = new StringBuilder();
            for (int n = random.nextInt(14); n >= 0; n--) {
                list.append(PIECES.charAt(random.nextInt(random.nextInt(PIECES.length()) + 1)));
            }
            @Nullable List<Address> plain = PlainList.read(list.toString());
            if (plain != null) {
                read++;
                assertEquals(Mailboxes.parsed("to", list.toString()), plain, list.toString());
            }
        }
        assertEquals(true, read > 100, read + " lists of the random ones are plain");
    }
}
