package dev.postern.smtp.sts;

import dev.postern.mail.Domain;
import java.util.Map;

/** Where policies outlive a restart. */
interface PolicyStore extends AutoCloseable {
    /** Nowhere. */
    PolicyStore NONE = new PolicyStore() {
        @Override
        public Map<Domain, HeldPolicy> all() {
            return Map.of();
        }

        @Override
        public void put(Domain domain, HeldPolicy policy) {}

        @Override
        public void close() {}
    };

    /** Those that were put and hold still; may block. */
    Map<Domain, HeldPolicy> all();

    /** Keeps a policy from now on, in place of one of the same domain; does not block. What can't be kept is said in the log. */
    void put(Domain domain, HeldPolicy policy);

    /** Waits for what was put. */
    @Override
    void close();
}
