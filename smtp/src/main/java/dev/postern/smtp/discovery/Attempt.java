package dev.postern.smtp.discovery;

/**
 * One thing that was asked.
 *
 * @param what a name in DNS, or a server
 * @param outcome what came of it, in words
 */
public record Attempt(String what, String outcome) {
    @Override
    public String toString() {
        return what + ": " + outcome;
    }
}
