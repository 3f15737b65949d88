package dev.postern.mail.content;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.testkit.Rfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies as mail programs write them; {@code New} is what stands in each that is new. */
@Timeout(10)
class ReplyTextTest {
    @ParameterizedTest
    @Rfc("3676#4.3")
    @ValueSource(
            strings = {
                "New",
                "\n\nNew\n\n",
                "New\n\n> old\n>> older\n",
                "New\n\nOn Mon, 23 Nov 2026 at 10:00, Bob <bob@example.org> wrote:\n\n> old\n> old\n",
                "New\n\nOn Mon, 23 Nov 2026 at 10:00, Bob Builder\n<bob@example.org> wrote:\n\n> old\n",
                "New\n\nOn Mon, Nov 23, 2026 at 10:00 AM Bob <bob@example.org> wrote:\n\nold, not quoted\n",
                "New\n\nAm 23.11.26 um 10:00 schrieb Bob:\n> alt\n",
                "New\n\nAm Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Bob <\nbob@example.org>:\n\n> alt\n",
                "New\n\nLe lun. 23 nov. 2026 à 10:00, Bob <bob@example.org> a écrit :\n\n> vieux\n",
                "New\n\nLe 23/11/2026 à 10:00, Bob a écrit\u00a0:\n> vieux\n",
                "Bob wrote:\n> old\n\nNew\n",
                "On 2026-11-23 Bob wrote:\n> old\n\nNew\n-- \nAnn\nExample Ltd.\n",
                "New\n\n-----Original Message-----\nFrom: Bob\nSent: Monday\nTo: Ann\nSubject: x\n\nold\n",
                "New\n\n-----Ursprüngliche Nachricht-----\nVon: Bob\n\nalt\n",
                "New\n\n-------- Message d'origine --------\nDe : Bob\n\nvieux\n",
                "New\n\nFrom: Bob <bob@example.org>\nSent: Monday, November 23, 2026 10:00 AM\nTo: Ann\nSubject: RE: x\n\nold\n",
                "New\n\nVon: Bob\nGesendet: Montag, 23. November 2026 10:00\nAn: Ann\nBetreff: AW: x\n\nalt\n",
                "New\n\nDe : Bob\nEnvoyé : lundi 23 novembre 2026 10:00\nÀ : Ann\nObjet : x\n\nvieux\n",
                "New\n\n________________________________\nFrom: Bob\nSent: Monday\nTo: Ann\nSubject: x\n\nold\n",
                "New\n\n*From:* Bob\n*Sent:* Monday\n*To:* Ann\n*Subject:* x\n\nold\n",
                "New\n\nSent from my iPhone\n\nOn 23 Nov 2026, at 10:00, Bob <bob@example.org> wrote:\n\n> old\n",
                "New\nVon meinem iPhone gesendet\n",
                "New\n-- \nAnn\n\nOn 1 Jan 2026 Bob wrote:\n> old\n",
                "New\n--\nAnn\n",
                "New\r\n\r\n> old\r\n",
            })
    void whatIsNew(String reply) {
        assertEquals("New", ReplyText.of(reply));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I like this:\n\n- one\n- two",
                "On Monday we met, and Bob wrote nothing of it.",
                "From: is a field.\nSubject: another.",
                "Am I right?\nHe wrote:\nnothing",
                "a -- b\n--- c",
                "Von meinem Anwalt habe ich nichts gehört.",
                "3 > 2, and so on\n\n\nend",
            })
    void whatIsNoQuoteStays(String text) {
        assertEquals(text, ReplyText.of(text));
    }

    @Test
    void answersBetweenTheLinesAreJoined() {
        assertEquals(
                "Hi,\n\nfirst answer\n\nsecond answer",
                ReplyText.of(
                        "Hi,\n\nAm 1.1.2026 schrieb Bob:\n> first?\n\nfirst answer\n\n> second?\nsecond answer\n"));
    }

    @Test
    void onlyQuotesAreNothingNew() {
        assertEquals("", ReplyText.of("> old\n> old\n"));
        assertEquals("", ReplyText.of(""));
        assertEquals("", ReplyText.of("\n \n\t\n"));
    }

    @Test
    void hostileTextsTakeNoTimeToSpeakOf() {
        String long500 = "On 1 wrote " + "wrote ".repeat(80) + "\n";
        assertEquals(
                long500.strip(),
                ReplyText.of(long500.repeat(16_000)).lines().findFirst().orElseThrow());
        assertEquals("x", ReplyText.of("\n".repeat(8_000_000)).isEmpty() ? "x" : "");
        String from = "From: a\n".repeat(1_000_000);
        assertEquals("From: a", ReplyText.of(from).lines().findFirst().orElseThrow());
        String one = "On " + "1 wrote:".repeat(1_000_000);
        assertEquals(one, ReplyText.of(one));
    }
}
