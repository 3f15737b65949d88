package dev.postern.jca.inbound;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import jakarta.resource.ResourceException;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.security.auth.callback.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As whom the bean is called, where users of the application server log in. */
@Timeout(60)
class CallerTest {
    private static final ThreadLocal<@Nullable String> CALLER = new ThreadLocal<>();
    private static final String FAILED = "451 4.3.0 The application did not take the mail";

    private final FakeApplicationServer server = new FakeApplicationServer();
    private final PosternResourceAdapter adapter = new PosternResourceAdapter();
    private final MailActivationSpec spec = new MailActivationSpec();
    private final List<String> callers = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void start() throws IOException, ResourceException {
        adapter.start(server);
        spec.setListenPort(String.valueOf(FreePort.onLoopback()));
        spec.setHostname("gateway.example.org");
        spec.setAuthRealm("true");
        spec.setAuthAllowPlaintext("true");
        spec.setDeliveriesMax(1);
        server.realm = CallerTest::knowsAnn;
        server.bean = mail -> callers.add(String.valueOf(CALLER.get()));
        adapter.endpointActivation(server.factory(), spec);
    }

    @AfterEach
    void stop() {
        adapter.stop();
        server.close();
    }

    // as servers do it leaves the caller of one work on its thread
    private static void knowsAnn(Callback... callbacks) {
        for (Callback callback : callbacks) {
            if (callback instanceof PasswordValidationCallback validation) {
                validation.setResult(String.valueOf(validation.getPassword()).equals("right"));
            } else if (callback instanceof CallerPrincipalCallback caller) {
                CALLER.set(caller.getName());
            }
        }
    }

    private Conversation stranger() throws IOException {
        Conversation client = new Conversation(Integer.parseInt(String.valueOf(spec.getListenPort())));
        client.expect("220 ");
        client.say("EHLO client.example.org", "250 ");
        return client;
    }

    private static void login(Conversation client, String password, String answer) throws IOException {
        String plain = "\0ann\0" + password;
        client.say("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)), answer);
    }

    private Conversation ann() throws IOException {
        Conversation client = stranger();
        login(client, "right", "235 2.7.0");
        return client;
    }

    private static void mail(Conversation client, String answer) throws IOException {
        client.sendMail("ann@example.org", "bob@example.net", "Subject: hi\r\n\r\nHello\r\n")
                .expect(answer);
    }

    @Test
    void eachMailIsOfTheUserWhoSendsItAndAStrangersOfNobody() throws IOException {
        try (Conversation ann = ann();
                Conversation stranger = stranger()) {
            for (int i = 0; i < 5; i++) {
                mail(ann, "250");
                mail(stranger, "250");
            }
        }
        assertEquals(List.of("ann", "null", "ann", "null", "ann", "null", "ann", "null", "ann", "null"), callers);
    }

    @Test
    void aWrongPasswordIsRefused() throws IOException {
        try (Conversation client = stranger()) {
            login(client, "wrong", "535 5.7.8");
            mail(client, "250");
        }
        assertEquals(List.of("null"), callers);
    }

    @Test
    void aServerThatTellsTheBeanNoCallerGetsNoMailOfUsers() throws IOException {
        try (Conversation ann = ann();
                Conversation stranger = stranger()) {
            server.realm = null;
            mail(ann, FAILED);
            CALLER.remove();
            mail(stranger, "250");
            server.realm = callbacks -> {
                throw new IOException("no such user any more");
            };
            mail(ann, FAILED);
            mail(stranger, FAILED);
        }
        assertEquals(1, callers.size());
    }

    @Test
    void aServerThatCanNotSetUpCallersAnswersEachMailOnceAndNoneWaits() throws IOException {
        try (Conversation ann = ann()) {
            server.failsToSetUpContexts = true;
            for (int i = 0; i < 20; i++) {
                mail(ann, "451 4.3.");
            }
            server.failsToSetUpContexts = false;
            mail(ann, "250");
        }
        assertEquals(List.of("ann"), callers);
    }

    @Test
    void withoutAThreadTheMailStaysWithTheClient() throws IOException {
        try (Conversation ann = ann()) {
            server.outOfThreads = true;
            mail(ann, "451 4.3.2 The application server is busy");
            server.outOfThreads = false;
            mail(ann, "250");
        }
        await().until(() -> server.endpoints.get() == 0);
    }
}
