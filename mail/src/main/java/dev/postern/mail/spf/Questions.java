package dev.postern.mail.spf;

import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.MailExchanger;
import dev.postern.mail.dns.RecordType;
import dev.postern.mail.dns.Resolver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a check asks of DNS: nothing any more when its time is over. */
final class Questions {
    private final Resolver resolver;
    private final ClientAddress client;
    private volatile boolean over;

    Questions(Resolver resolver, ClientAddress client) {
        this.resolver = resolver;
        this.client = client;
    }

    void end() {
        over = true;
    }

    CompletionStage<Answer<String>> texts(String name) {
        return ask(name, RecordType.TXT);
    }

    CompletionStage<Answer<MailExchanger>> exchangers(String name) {
        return ask(name, RecordType.MX);
    }

    /** Whether there is such a host; by IPv4 for each client (RFC 7208 §5.7). */
    CompletionStage<Answer<InetAddress>> existence(String name) {
        return ask(name, RecordType.A);
    }

    /** The addresses of the client's kind (RFC 7208 §5). */
    CompletionStage<Answer<InetAddress>> addresses(String name) {
        return ask(name, client.isV4() ? RecordType.A : RecordType.AAAA);
    }

    /** What the client's address says that it is called. */
    CompletionStage<Answer<String>> names() {
        return over ? CompletableFuture.completedFuture(outOfTime()) : resolver.ptr(client.inet());
    }

    boolean isClient(InetAddress address) {
        return Arrays.equals(address.getAddress(), client.octets());
    }

    private <T> CompletionStage<Answer<T>> ask(String name, RecordType<T> type) {
        return over ? CompletableFuture.completedFuture(outOfTime()) : resolver.lookup(name, type);
    }

    private static <T> Answer<T> outOfTime() {
        return Answer.timedOut("the check is out of time", Duration.ZERO);
    }
}
