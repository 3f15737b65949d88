package dev.postern.smtp.milter;

import dev.postern.mail.HeaderEdit;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A step that waits for its answer. */
final class PendingAnswer {
    private static final int MOST_EDITS = 1_000;
    private static final int MOST_OCTETS = 1 << 20;

    private final @Nullable Step step;
    private final boolean silent;
    private final long end;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final List<HeaderEdit> edits = new ArrayList<>(0);
    private int octets;
    private @Nullable String quarantine;
    private @Nullable Future<?> alarm;

    /**
     * @param step null for the negotiation
     * @param silent whether the milter says nothing, and only the octets must leave
     * @param end when the answer must be there, as of {@link System#nanoTime()}
     */
    PendingAnswer(@Nullable Step step, boolean silent, long end) {
        this.step = step;
        this.silent = silent;
        this.end = end;
    }

    CompletableFuture<Answer> answer() {
        return answer;
    }

    /** How many nanoseconds are left, of at most so many. */
    long patience(long most) {
        return Math.max(0, Math.min(most, end - System.nanoTime()));
    }

    /** Replaces what ends the waiting. */
    void watch(@Nullable Future<?> next) {
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarm = next;
    }

    /**
     * Takes one more response to it, which is no progress.
     *
     * @return the answer, if it is complete now, else null
     * @throws MilterException if that is no response to this step
     */
    @Nullable
    Answer take(Response response, Options options) throws MilterException {
        if (silent) {
            throw new MilterException("has answered what it said it would not answer");
        }
        if (response instanceof Response.Negotiated) {
            require(step == null);
            return new Answer(response, edits, null);
        }
        require(step != null);
        if (response instanceof Response.Edit edit) {
            require(step == Step.END_OF_BODY && options.allows(edit.action()));
            add(edit.edit());
            return null;
        }
        if (response instanceof Response.Quarantine kept) {
            require(step == Step.END_OF_BODY && options.allows(Options.QUARANTINE));
            quarantine = kept.reason();
            return null;
        }
        require(response != Response.Signal.SKIP || (step == Step.BODY && options.has(Options.SKIP)));
        require(response != Response.Signal.DISCARD || (step != Step.CONNECT && step != Step.HELO));
        return new Answer(response, edits, quarantine);
    }

    private void add(HeaderEdit edit) throws MilterException {
        octets += edit.name().length();
        if (edit instanceof HeaderEdit.Insert insert) {
            octets += insert.value().length();
        } else if (edit instanceof HeaderEdit.Append append) {
            octets += append.value().length();
        } else if (edit instanceof HeaderEdit.Change change) {
            octets += change.value().length();
        }
        if (edits.size() == MOST_EDITS || octets > MOST_OCTETS) {
            throw new MilterException("wants more changes of the header than we make");
        }
        edits.add(edit);
    }

    private static void require(boolean inOrder) throws MilterException {
        if (!inOrder) {
            throw new MilterException("has answered what does not belong to that step, or was not agreed on");
        }
    }
}
