package dev.postern.smtp.scan;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Rspamd, asked by {@code /checkv2} of its normal worker over HTTP, and told of client, sender, recipients and login. */
public final class Rspamd implements ContentScanner {
    private static final String NAME = "rspamd";
    private static final int ANSWER = 1 << 20;
    private static final int OK = 200;
    private static final String WRONG = "must be a URL such as http://127.0.0.1:11333, without a path";

    private final URI check;
    private final ScanWorkers workers;
    private final HttpClient http;

    /**
     * @param server such as {@code http://127.0.0.1:11333}
     * @throws IllegalArgumentException if it is not a URL of HTTP or HTTPS; the message says what it must be
     */
    public Rspamd(String server, ScanWorkers workers) {
        this.check = url(server).resolve("/checkv2");
        this.workers = workers;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }

    /**
     * Reads the URL of a server in the form of settings.
     *
     * @throws IllegalArgumentException if the text is none; the message says what it must be
     */
    public static URI url(String text) {
        try {
            URI url = new URI(text);
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            String path = url.getRawPath();
            if (web && url.getHost() != null && url.getUserInfo() == null && (path.isEmpty() || path.equals("/"))) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(WRONG, e);
        }
        throw new IllegalArgumentException(WRONG);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CompletionStage<Finding> scan(Envelope envelope, Message message) {
        return workers.submit(task -> {
            HttpRequest.Builder request = HttpRequest.newBuilder(check).POST(content(message));
            RspamdHeaders.of(envelope).forEach(header -> request.header(header.name(), header.value()));
            CompletableFuture<HttpResponse<InputStream>> answer =
                    http.sendAsync(request.build(), BodyHandlers.ofInputStream());
            task.closesAtEnd(() -> answer.cancel(true));
            HttpResponse<InputStream> response = await(answer);
            try (InputStream body = response.body()) {
                task.closesAtEnd(body);
                return judge(response.statusCode(), body);
            }
        });
    }

    private static Finding judge(int status, InputStream body) throws IOException {
        if (status != OK) {
            throw new IOException("it answers with status " + status);
        }
        byte[] octets = body.readNBytes(ANSWER + 1);
        if (octets.length > ANSWER) {
            throw new IOException("the answer is longer than " + ANSWER + " octets");
        }
        return RspamdAnswer.parse(octets).finding(NAME);
    }

    private static BodyPublisher content(Message message) {
        BodyPublisher content = BodyPublishers.ofInputStream(() -> {
            try {
                return message.open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return message.size() == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(content, message.size());
    }

    private static <T> T await(CompletableFuture<T> answer) throws IOException {
        try {
            return answer.join();
        } catch (CompletionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            String reason = cause.getMessage();
            throw new IOException(reason == null ? cause.getClass().getSimpleName() : reason, cause);
        }
    }
}
