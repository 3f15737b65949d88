package dev.postern.smtp.server.settings;

import java.io.IOException;

/** The values of one {@link SettingGroup}, and what they make of a listener. */
interface SettingArea {
    /** Says what is wrong with them, on their own, together with others, or with the files of this machine. */
    void check(Problems problems);

    /**
     * Makes the listener what they say.
     *
     * @throws IOException if a file can't be read or used; the message names it and the reason
     */
    void applyTo(ListenerParts parts) throws IOException;
}
