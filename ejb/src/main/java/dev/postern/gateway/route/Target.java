package dev.postern.gateway.route;

import dev.postern.jca.Destination;
import dev.postern.mail.Address;

/** What a line of the routing table does with a mail. */
public sealed interface Target {
    /** Has it delivered by the resource adapter. */
    record Onward(Destination destination) implements Target {
        @Override
        public String toString() {
            return destination.toString();
        }
    }

    /** Writes it to a topic. */
    record Topic(String name) implements Target {
        @Override
        public String toString() {
            return "topic:" + name;
        }
    }

    /** Takes it, and forgets it. */
    record Discard() implements Target {
        @Override
        public String toString() {
            return "discard";
        }
    }

    /** Refuses the recipient with this reply. */
    record Reject(int code, String enhancedCode, String text) implements Target {
        @Override
        public String toString() {
            return "reject:" + code + " " + enhancedCode + " " + text;
        }
    }

    /** Goes on as mail for this address, of which another line says where it goes. */
    record Alias(Address address) implements Target {
        @Override
        public String toString() {
            return address.toString();
        }
    }
}
