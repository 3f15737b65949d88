package dev.postern.benchmarks;

/** A measurement that can't be made; the message is one line for the user, with the remedy where there is one. */
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BenchException(String message) {
        super(message);
    }

    public BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
