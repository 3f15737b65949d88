package dev.postern.smtp.discovery;

/** By what a server was found. */
public enum Evidence {
    /** The domain's SRV records name it, and its certificate was verified. */
    SRV("by the SRV records of the domain; its certificate names it"),
    /** The domain is a provider's own. */
    DOMAIN("by the domain, which is the provider's own; the server was not tried"),
    /** The domain's mail goes to a provider. */
    EXCHANGERS("by the MX hosts of the domain, which are the provider's; the server was not tried"),
    /** It has a usual name in the domain, and its certificate was verified. */
    USUAL_NAME("by its name; its certificate names it");

    private final String words;

    Evidence(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
