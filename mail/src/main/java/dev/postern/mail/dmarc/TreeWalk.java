package dev.postern.mail.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The walk from a domain along its parents, of eight questions at most (RFC 9989 §4.10). */
final class TreeWalk {
    /** Of a longer name those on the left are skipped behind the first question. */
    private static final int LABELS = 8;

    private final PolicyRecords records;

    TreeWalk(PolicyRecords records) {
        this.records = records;
    }

    /**
     * What a walk has found.
     *
     * @param start where it began
     * @param found the policies on the way, that of the longest name first
     * @param temporary whether a question could not be answered now, and the walk has ended there
     */
    record Path(String start, List<PublishedPolicy> found, boolean temporary) {
        /** The domain of the organization (RFC 9989 §4.10.2). */
        String organization() {
            for (PublishedPolicy policy : found) {
                if (policy.record().isOrganization()) {
                    return policy.domain();
                }
                if (policy.record().isPublicSuffix() && !policy.domain().equals(start)) {
                    return below(policy.domain());
                }
            }
            return found.isEmpty() ? start : found.get(found.size() - 1).domain();
        }

        /** The policy that applies to the start: its own, its organization's, or its public suffix's (RFC 9989 §4.10.1). */
        Optional<PublishedPolicy> policy() {
            return at(start).or(() -> at(organization())).or(this::suffix);
        }

        private Optional<PublishedPolicy> suffix() {
            return found.stream()
                    .filter(policy -> policy.record().isPublicSuffix())
                    .findFirst();
        }

        private Optional<PublishedPolicy> at(String domain) {
            return found.stream()
                    .filter(policy -> policy.domain().equals(domain))
                    .findFirst();
        }

        /** The name that is one label longer, on the way to the start. */
        private String below(String suffix) {
            int dot = start.lastIndexOf('.', start.length() - suffix.length() - 2);
            return start.substring(dot + 1);
        }
    }

    /** Walks up from this domain, in A-labels and lower case. */
    CompletionStage<Path> from(String domain) {
        return step(domain, names(domain), 0, new ArrayList<>());
    }

    private CompletionStage<Path> step(String start, List<String> names, int next, List<PublishedPolicy> found) {
        if (next == names.size()) {
            return CompletableFuture.completedFuture(new Path(start, found, false));
        }
        String name = names.get(next);
        return records.at(name).thenCompose(here -> {
            if (here.temporary()) {
                return CompletableFuture.completedFuture(new Path(start, found, true));
            }
            here.policy().ifPresent(record -> found.add(new PublishedPolicy(name, record)));
            boolean ends = here.policy()
                    .filter(record -> record.isOrganization() || record.isPublicSuffix())
                    .isPresent();
            return step(start, names, ends ? names.size() : next + 1, found);
        });
    }

    /** The names that are asked for, in their order. */
    static List<String> names(String domain) {
        List<String> names = new ArrayList<>(List.of(domain));
        String[] labels = domain.split("\\.", -1);
        for (int first = Math.max(1, labels.length - (LABELS - 1)); first < labels.length; first++) {
            names.add(String.join(".", List.of(labels).subList(first, labels.length)));
        }
        return names;
    }
}
