package dev.postern.benchmarks.chaos;

/**
 * One thing that must hold.
 *
 * @param claim what must hold, in words
 * @param found what was found
 */
public record Check(String claim, boolean holds, String found) {
    /** That a number is not above another. */
    public static Check atMost(String claim, long found, long most) {
        return new Check(claim, found <= most, found + ", at most " + most);
    }

    @Override
    public String toString() {
        return (holds ? "ok    " : "FAILS ") + claim + ": " + found;
    }
}
