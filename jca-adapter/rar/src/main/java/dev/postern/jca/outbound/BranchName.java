package dev.postern.jca.outbound;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.transaction.xa.Xid;

/** The branch of a transaction as a name of a file: the format, the length of the global part, both parts, in base64url. */
final class BranchName {
    private static final int HEAD = Integer.BYTES + 1;

    private BranchName() {}

    static String of(Xid xid) {
        byte[] global = xid.getGlobalTransactionId();
        byte[] branch = xid.getBranchQualifier();
        ByteBuffer octets = ByteBuffer.allocate(HEAD + global.length + branch.length)
                .putInt(xid.getFormatId())
                .put((byte) global.length)
                .put(global)
                .put(branch);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.array());
    }

    /** The branch of this name; empty where it is none of ours. */
    static Optional<Xid> parse(String name) {
        try {
            ByteBuffer octets = ByteBuffer.wrap(Base64.getUrlDecoder().decode(name));
            if (octets.remaining() < HEAD) {
                return Optional.empty();
            }
            int format = octets.getInt();
            byte[] global = new byte[Byte.toUnsignedInt(octets.get())];
            if (octets.remaining() < global.length) {
                return Optional.empty();
            }
            octets.get(global);
            byte[] branch = new byte[octets.remaining()];
            octets.get(branch);
            return Optional.of(new Found(format, global, branch));
        } catch (IllegalArgumentException e) { // no base64url
            return Optional.empty();
        }
    }

    /** A branch that was found on disk. */
    private static final class Found implements Xid {
        private final int format;
        private final byte[] global;
        private final byte[] branch;

        Found(int format, byte[] global, byte[] branch) {
            this.format = format;
            this.global = global;
            this.branch = branch;
        }

        @Override
        public int getFormatId() {
            return format;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return global.clone();
        }

        @Override
        public byte[] getBranchQualifier() {
            return branch.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Xid xid
                    && xid.getFormatId() == format
                    && Arrays.equals(xid.getGlobalTransactionId(), global)
                    && Arrays.equals(xid.getBranchQualifier(), branch);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(global) * 31 + Arrays.hashCode(branch);
        }
    }
}
