package dev.postern.smtp.discovery;

import java.util.ArrayList;
import java.util.List;

/** What was asked so far; several threads add to it. */
final class Trail {
    private final List<Attempt> attempts = new ArrayList<>();

    synchronized void add(Object what, String outcome) {
        attempts.add(new Attempt(what.toString(), outcome));
    }

    synchronized List<Attempt> soFar() {
        return List.copyOf(attempts);
    }
}
