package dev.postern.kafka.sink;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way to the dead letter queue: each is done when it is there, and not before. Used by the task's thread only.
 *
 * <p>Connect waits for them too, but not for those that are reported while it commits.
 */
final class ErrorReports {
    private final Queue<Report> open = new ArrayDeque<>();

    private record Report(Progress.Entry entry, Future<?> stored) {}

    void add(Progress.Entry entry, Future<?> stored) {
        open.add(new Report(entry, stored));
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /**
     * Marks what has arrived as done.
     *
     * @return why a record did not arrive, or null if all did that are decided
     */
    @Nullable
    ConnectException settle() {
        @Nullable ConnectException failure = null;
        for (Iterator<Report> reports = open.iterator(); reports.hasNext(); ) {
            Report report = reports.next();
            if (report.stored.isDone()) {
                reports.remove();
                @Nullable ConnectException lost = outcome(report);
                failure = failure == null ? lost : failure;
            }
        }
        return failure;
    }

    private static @Nullable ConnectException outcome(Report report) {
        try {
            report.stored.get();
            report.entry.done();
            return null;
        } catch (ExecutionException e) {
            return new ConnectException("the dead letter queue did not take a record: " + e.getMessage(), e);
        } catch (CancellationException e) {
            return null; // Connect gave its partition up, and with it the report
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ConnectException("interrupted while reading the outcome of a report", e);
        }
    }
}
