package dev.postern.jca.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.AnnotatedMailListener;
import dev.postern.jca.From;
import dev.postern.jca.InboundMail;
import dev.postern.jca.Placeholder;
import dev.postern.jca.Recipient;
import dev.postern.jca.Subject;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MailMethodsTest {
    /** A bean as an application would write it. */
    public static class Tickets implements AnnotatedMailListener {
        @Recipient("support+{ticket}@*")
        public void number(@Placeholder("ticket") long id, InboundMail mail) {}

        @Recipient("support+{name}@*")
        public void name(@Placeholder("name") String text) {}

        @Recipient("support@*")
        public void question(InboundMail mail) {}

        @Recipient("support@*")
        @Subject("*urgent*")
        public void urgent() {}

        @Recipient("support@*")
        @Subject("{word} urgent*")
        @From("boss@example.org")
        public void boss(@Placeholder("word") String word) {}

        @Recipient("sales@*")
        public void sales() {}

        @Recipient("order@*")
        @Subject("order {number}")
        public void order(@Placeholder("number") int number) {}

        @Subject("*")
        public void other(InboundMail mail) {}

        public void notForMail() {}
    }

    private static InboundMail mail(@Nullable String subject, @Nullable String from, String... recipients) {
        Envelope envelope = Envelope.of("id")
                .recipients(Arrays.stream(recipients).map(Address::parse).toList())
                .build();
        return (InboundMail) Proxy.newProxyInstance(
                InboundMail.class.getClassLoader(),
                new Class<?>[] {InboundMail.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "envelope" -> envelope;
                    case "subject" -> subject;
                    case "from" -> from == null ? null : Address.parse(from);
                    case "toString" -> "mail";
                    default -> throw new AssertionError(method);
                });
    }

    private static @Nullable String called(Class<?> bean, InboundMail mail) throws Exception {
        MailMethods.Call call = MailMethods.of(bean).callFor(mail);
        return call == null ? null : call.method().getName() + Arrays.toString(call.arguments());
    }

    @ParameterizedTest
    @CsvSource({
        "support+42@example.org, hi, ann@example.org, 'number[42, mail]'",
        "support+x42@example.org, hi, ann@example.org, name[x42]",
        "support+9999999999999999999@example.org, hi, ann@example.org, name[9999999999999999999]",
        "Support@Example.ORG, hi, ann@example.org, question[mail]",
        "support@example.org, Re: URGENT!, ann@example.org, urgent[]",
        "support@example.org, very urgent!, boss@example.org, boss[very]",
        "support@example.org, very urgent!, , urgent[]",
        "order@example.org, order 7, ann@example.org, order[7]",
        "order@example.org, order 99999999999, ann@example.org, other[mail]",
        "bob@example.org, , , other[mail]",
    })
    void theMostSpecificMethodIsCalled(String recipient, String subject, String from, String called) throws Exception {
        assertEquals(called, called(Tickets.class, mail(subject, from, recipient)));
    }

    @Test
    void theFirstRecipientDecidesWhereMethodsAreEqual() throws Exception {
        assertEquals("one[]", called(Equal.class, mail(null, null, "x@y", "one@a", "two@a")));
        assertEquals("two[]", called(Equal.class, mail(null, null, "x@y", "two@a", "one@a")));
        assertNull(called(Equal.class, mail(null, null, "x@y")));
    }

    @Test
    void methodsAreFoundInClassesAboveToo() throws Exception {
        assertEquals("one[]", called(Derived.class, mail(null, null, "one@a")));
        assertEquals("three[]", called(Derived.class, mail(null, null, "three@a")));
    }

    public static class Equal {
        @Recipient("one@*")
        public void one() {}

        @Recipient("two@*")
        public void two() {}
    }

    public static class Derived extends Equal {
        @Recipient("three@*")
        public void three() {}
    }

    public static class Nothing {
        public void onMail(InboundMail mail) {}
    }

    public static class Hidden {
        @Recipient("a@b")
        void hidden() {}
    }

    public static class Shared {
        @Recipient("a@b")
        public static void shared() {}
    }

    public static class Sealed {
        @Recipient("a@b")
        public final void sealed() {}
    }

    public static class Answering {
        @Recipient("a@b")
        public String answer() {
            return "";
        }
    }

    public static class Typed {
        @Recipient("{a}@b")
        public void typed(@Placeholder("a") double a) {}
    }

    public static class Missing {
        @Recipient("{a}@b")
        public void missing(@Placeholder("b") String b) {}
    }

    public static class Unused {
        @Recipient("{a}@b")
        public void unused() {}
    }

    public static class Twice {
        @Recipient("{a}@b")
        @Subject("{a}")
        public void twice(@Placeholder("a") String a) {}
    }

    public static class Broken {
        @Recipient("{a@b")
        public void broken(@Placeholder("a") String a) {}
    }

    public static class Tied {
        @Recipient("a*@b")
        public void one() {}

        @Recipient("*a@b")
        public void two() {}
    }

    public static class TiedWithoutOverlap {
        @Recipient("a*@b")
        @Subject("x")
        public void one() {}

        @Recipient("*a@b")
        @Subject("y")
        public void two() {}
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of(
                        Nothing.class,
                        "$Nothing has no method that takes mail: put @Recipient, @Subject or @From before a public one"),
                Arguments.of(
                        Hidden.class,
                        "$Hidden.hidden: a method that takes mail is public, and neither static nor final"),
                Arguments.of(
                        Shared.class,
                        "$Shared.shared: a method that takes mail is public, and neither static nor final"),
                Arguments.of(
                        Sealed.class,
                        "$Sealed.sealed: a method that takes mail is public, and neither static nor final"),
                Arguments.of(Answering.class, "$Answering.answer: a method that takes mail returns nothing"),
                Arguments.of(
                        Typed.class,
                        "$Typed.typed: a parameter is a String, an int, a long or the InboundMail, and not a double"),
                Arguments.of(Missing.class, "$Missing.missing: no pattern has {b} for the parameter b"),
                Arguments.of(
                        Unused.class, "$Unused.unused: no parameter takes {a}: write * where its text is of no use"),
                Arguments.of(Twice.class, "$Twice.twice: {a} stands in two patterns, and may be different in each"),
                Arguments.of(
                        Broken.class,
                        "$Broken.broken: @Recipient(\"{a@b\") is no pattern: a placeholder is a name in braces, such as {ticket}"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void whatCanNotWorkIsTold(Class<?> bean, String told) {
        String message =
                assertThrows(BindingException.class, () -> MailMethods.of(bean)).getMessage();
        assertEquals(MailMethodsTest.class.getName() + told, message);
    }

    @Test
    void aTieIsTold() throws Exception {
        String message = assertThrows(BindingException.class, () -> MailMethods.of(Tied.class))
                .getMessage();
        assertTrue(message.startsWith("a mail could fit "), message);
        assertTrue(message.contains("$Tied.one") && message.contains("$Tied.two"), message);
        assertEquals("two[]", called(TiedWithoutOverlap.class, mail("y", null, "aa@b")));
    }
}
