package dev.postern.smtp.server.settings;

import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.origin.DmarcObserver;
import dev.postern.smtp.policy.Check;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the face of the gateway that listeners belong to lends them.
 *
 * @param spelling how it spells the name of a {@link Setting}
 * @param code where classes of the operator's own are looked for, or null while that is not known: then they are left to the start
 * @param realm opens the application server's own users, or null where there is no such server
 * @param takers judges for everybody which recipients somebody takes mail for, or null where all are taken alike
 * @param reports hears of mail for reports to the owners of domains, where {@code origin.check} finds it out; null for nobody
 */
public record Face(
        UnaryOperator<String> spelling,
        @Nullable ClassLoader code,
        @Nullable Supplier<Authenticator> realm,
        @Nullable Check takers,
        @Nullable DmarcObserver reports) {
    /** One that lends nothing. */
    public static Face of(UnaryOperator<String> spelling) {
        return new Face(spelling, null, null, null, null);
    }

    /** The same with a place for classes of the operator's own. */
    public Face withCode(@Nullable ClassLoader loader) {
        return new Face(spelling, loader, realm, takers, reports);
    }

    /** The same in an application server. */
    public Face withRealm(Supplier<Authenticator> users) {
        return new Face(spelling, code, users, takers, reports);
    }

    /** The same where not every recipient has somebody to take its mail. */
    public Face withTakers(Check recipients) {
        return new Face(spelling, code, realm, recipients, reports);
    }

    /** The same with somebody who hears of mail for reports. */
    public Face withReports(@Nullable DmarcObserver observer) {
        return new Face(spelling, code, realm, takers, observer);
    }
}
