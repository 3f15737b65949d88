package dev.postern.kafka.source.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTemplateTest {
    @ParameterizedTest
    @ValueSource(strings = {"mail", "mail.${domain}", "${recipient}", "a-${domain}_${recipient}"})
    void aTemplateIsTheNameOfATopicWithVariables(String template) {
        assertNull(TopicTemplate.fault(template));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "mail/${domain}", "${user}", "${}", "${domain", "$domain"})
    void allElseIsNone(String template) {
        assertNotNull(TopicTemplate.fault(template));
    }

    @ParameterizedTest
    @CsvSource({
        "bob@example.org, mail.example.org",
        "BOB@EXAMPLE.ORG, mail.example.org",
        "bob@sub.example.org, mail.other",
        "bob@evil.example, mail.other",
        "'../../x@..', mail.other",
        "'', mail.other",
        "no-address, mail.other"
    })
    void strangersMakeNoTopics(String recipient, String topic) {
        assertEquals(topic, new TopicTemplate("mail.${domain}", List.of("Example.org")).of(recipient));
    }

    @Test
    void whatHasNoPlaceInANameBecomesAnUnderscore() {
        TopicTemplate template = new TopicTemplate("${recipient}", List.of("a+b@b\u00fccher.example"));
        assertEquals("a_b_b_cher.example", template.of("A+b@b\u00fccher.example"));
        assertEquals("other", template.of(null));
    }

    @Test
    void aNameThatIsTooLongIsTheOther() {
        String domain = "x".repeat(60) + ".example";
        assertEquals("other", new TopicTemplate("${domain}".repeat(4), List.of(domain)).of("a@" + domain));
    }
}
