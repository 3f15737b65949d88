/**
 * {@code postern demo}: every part on one machine, and a mail's way through them.
 *
 * <p>{@link dev.postern.demo.Demo} is one run. It starts the parts of the {@link dev.postern.demo.Topology} from what the build has laid out in
 * the {@link dev.postern.demo.Kit}, with all files in the {@link dev.postern.demo.Workspace}; sends a mail into each
 * {@link dev.postern.demo.Entrance} and follows its {@link dev.postern.demo.Journey} to the {@link dev.postern.demo.Receiver}; and then leaves the
 * user with the {@link dev.postern.demo.Guide}. {@link dev.postern.demo.Parts} notices when a part ends by itself, and ends all.
 */
@NullMarked
package dev.postern.demo;

import org.jspecify.annotations.NullMarked;
