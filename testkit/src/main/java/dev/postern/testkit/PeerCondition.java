package dev.postern.testkit;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What {@link RequiresPeer} does. */
final class PeerCondition implements ExecutionCondition {
    private static final String SWITCH = "POSTERN_PEERS_REQUIRED";

    private final boolean required;

    PeerCondition() {
        this(Boolean.parseBoolean(System.getenv(SWITCH)));
    }

    /** @param required whether a missing peer is a failure */
    PeerCondition(boolean required) {
        this.required = required;
    }

    /** @throws IllegalStateException if a peer is missing that is required */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return judge(context.getElement().stream().flatMap(PeerCondition::programs));
    }

    static Stream<String> programs(AnnotatedElement test) {
        return Stream.ofNullable(test.getAnnotation(RequiresPeer.class))
                .flatMap(annotation -> Arrays.stream(annotation.value()));
    }

    ConditionEvaluationResult judge(Stream<String> programs) {
        List<String> obstacles =
                programs.map(Peers::obstacle).flatMap(Optional::stream).toList();
        if (obstacles.isEmpty()) {
            return ConditionEvaluationResult.enabled("all peers are here");
        }
        String reason = String.join("; ", obstacles);
        if (required) {
            throw new IllegalStateException(reason + " (" + SWITCH + " is set)");
        }
        return ConditionEvaluationResult.disabled(reason);
    }
}
