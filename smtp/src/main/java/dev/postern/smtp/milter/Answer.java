package dev.postern.smtp.milter;

import dev.postern.mail.HeaderEdit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a milter has said of one step.
 *
 * @param decision a {@link Response.Signal} other than PROGRESS, a refusal, or what it can do
 * @param edits of the header, at the end of the body
 * @param quarantine why the mail is to be kept apart, or null
 */
record Answer(
        Response decision, List<HeaderEdit> edits, @Nullable String quarantine) {
    /** Nothing stands against it. */
    static final Answer CONTINUE = new Answer(Response.Signal.CONTINUE, List.of(), null);

    Answer {
        edits = List.copyOf(edits);
    }

    boolean continues() {
        return decision == Response.Signal.CONTINUE;
    }
}
