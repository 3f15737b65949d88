package dev.postern.gateway.route;

import java.util.List;

/** A routing table that can't be used. */
public final class RoutesException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 10;

    /** @param problems each with the file, the line, and what to do */
    RoutesException(List<String> problems) {
        super(String.join("; ", problems.subList(0, Math.min(MOST, problems.size())))
                + (problems.size() > MOST ? "; and " + (problems.size() - MOST) + " more" : ""));
    }

    RoutesException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
