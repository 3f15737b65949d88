package dev.postern.gateway.route;

import java.util.List;

/**
 * One line of the routing table.
 *
 * @param line its number in the file, from 1
 * @param targets at least one; all of them get the mail
 */
record Route(int line, RecipientPattern pattern, List<Target> targets) {}
