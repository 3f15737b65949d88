package dev.postern.benchmarks.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An {@link SmtpSink} whose mails are counted. */
public final class CountingSink implements Receiver {
    private static final Pattern COUNT = Pattern.compile("mesg=(\\d+)");

    private final SmtpSink sink;
    private final ArrivalCount arrivals = new ArrivalCount();

    private CountingSink(SmtpSink sink) {
        this.sink = sink;
        Thread reader = new Thread(this::read, "count-mails");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it. */
    public static CountingSink start(Path executable) {
        return new CountingSink(SmtpSink.counting(executable));
    }

    @Override
    public int port() {
        return sink.port();
    }

    @Override
    public ArrivalCount arrivals() {
        return arrivals;
    }

    private void read() {
        try {
            long before = 0;
            @Nullable String line;
            while ((line = sink.process().readLine()) != null) { // it ends lines with CR
                Matcher matcher = COUNT.matcher(line);
                long count = matcher.find() ? Long.parseLong(matcher.group(1)) : before;
                if (count > before) {
                    arrivals.add(count - before);
                    before = count;
                }
            }
        } catch (IOException e) {
            return; // it has been closed
        }
    }

    @Override
    public void close() {
        sink.process().close();
    }
}
