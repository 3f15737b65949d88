package dev.postern.mail.arc;

import dev.postern.mail.HeaderEdit;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.auth.field.ResultsField;
import dev.postern.mail.dkim.DkimKey;
import dev.postern.mail.dkim.DkimKeys;
import dev.postern.mail.signature.Canonicalization;
import dev.postern.mail.signature.HeaderField;
import dev.postern.mail.signature.SignableMail;
import dev.postern.mail.signature.SignatureAlgorithm;
import dev.postern.mail.signature.SignatureField;
import dev.postern.mail.signature.SignedText;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Adds a set of ours to the chain of mails that we pass on (RFC 8617 §5.1). Immutable. */
public final class ArcSealer {
    private static final int MAX_HEADER = 256 << 10;

    private final DkimKeys keys;
    private final ArcSealingPolicy policy;
    private final Clock clock;

    /** @param keys of the domains that seal; those of RSA are used, which alone every verifier of chains knows */
    public ArcSealer(DkimKeys keys, ArcSealingPolicy policy, Clock clock) {
        this.keys = keys;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Reads a mail once, and seals it as it will be sent: what changes it later breaks the signature.
     *
     * @param domain who seals, in A-labels and lower case
     * @param before what came of the chain when the mail came to us
     * @param results what we found of the mail then, all in one, as in the value of an Authentication-Results field
     * @return the three fields, to be put at the top, the later above; none where the domain has no key of RSA, where one before us found the
     *     chain broken, and where 50 have sealed the mail already
     * @throws InvalidMailException if the header can't be read, is larger than 256 KiB or 10,000 lines, or has not one From
     * @throws IllegalArgumentException if the results are none
     * @throws IOException if the mail can't be read
     */
    public List<HeaderEdit.Insert> seal(Message message, String domain, ArcResult before, String results)
            throws IOException {
        ResultsField.parse(results);
        Instant now = clock.instant();
        Optional<DkimKey> key = key(domain, now);
        if (key.isEmpty()) {
            return List.of();
        }
        SignableMail mail = SignableMail.read(
                message, MAX_HEADER, Canonicalization.RELAXED, List.of(SignatureAlgorithm.RSA_SHA256));
        ArcChain chain = ArcChain.of(mail.header());
        if (chain.ended() || chain.highest() == ArcInstance.MOST) {
            return List.of();
        }
        return new Seal(mail, chain, key.get(), now).fields(before, results);
    }

    /** Whether the domain has a key of RSA that is in use now. */
    public boolean canSeal(String domain) {
        return key(domain, clock.instant()).isPresent();
    }

    private Optional<DkimKey> key(String domain, Instant now) {
        return keys.keys(domain, now).stream()
                .filter(each -> each.algorithm() == SignatureAlgorithm.RSA_SHA256)
                .findFirst();
    }

    /** The set that is made for one mail. */
    private final class Seal {
        private final SignableMail mail;
        private final ArcChain chain;
        private final DkimKey key;
        private final String instance;
        private final String time;

        Seal(SignableMail mail, ArcChain chain, DkimKey key, Instant now) {
            this.mail = mail;
            this.chain = chain;
            this.key = key;
            this.instance = String.valueOf(chain.highest() + 1);
            this.time = String.valueOf(now.getEpochSecond());
        }

        List<HeaderEdit.Insert> fields(ArcResult before, String results) {
            HeaderEdit.Insert found = insert(ArcChain.RESULTS_FIELD, " i=" + instance + ";" + results);
            HeaderEdit.Insert signature = insert(ArcMessageSignature.FIELD, signature());
            return List.of(found, signature, insert(ArcSeal.FIELD, seal(status(before), found, signature)));
        }

        /** What is left of a chain that came to us whole may still be broken, by what edited the mail here. */
        private ArcResult status(ArcResult before) {
            if (chain.isEmpty()) {
                return ArcResult.NONE;
            }
            return before == ArcResult.PASS && chain.problem().isEmpty() ? ArcResult.PASS : ArcResult.FAIL;
        }

        private String signature() {
            List<String> names = mail.header().covered(policy.sealed(), policy.signed());
            SignatureField field = new SignatureField(ArcMessageSignature.FIELD)
                    .tag("a", key.algorithm().toString())
                    .emptySignature()
                    .tag("bh", Base64.getEncoder().encodeToString(mail.bodyHash(key.algorithm())))
                    .tag("c", Canonicalization.RELAXED + "/" + Canonicalization.RELAXED)
                    .tag("d", key.domain())
                    .words("h", names)
                    .tag("i", instance)
                    .tag("s", key.selector())
                    .tag("t", time);
            return signed(field, mail.header().canonical(names, Canonicalization.RELAXED));
        }

        private String seal(ArcResult status, HeaderEdit.Insert found, HeaderEdit.Insert signature) {
            SignedText signed = new SignedText();
            if (status == ArcResult.PASS) { // RFC 8617 §5.1.2: of a broken chain nothing is signed
                chain.sets().forEach(set -> set.appendTo(signed));
            }
            append(found, signed);
            append(signature, signed);
            SignatureField field = new SignatureField(ArcSeal.FIELD)
                    .tag("a", key.algorithm().toString())
                    .emptySignature()
                    .tag("cv", status.toString())
                    .tag("d", key.domain())
                    .tag("i", instance)
                    .tag("s", key.selector())
                    .tag("t", time);
            return signed(field, signed);
        }

        private String signed(SignatureField field, SignedText before) {
            byte[] signature = key.sign(field.canonical(before, Canonicalization.RELAXED));
            // in one line, as the public vectors have it, for seals sign how signatures are folded
            return field.signature(Base64.getEncoder().encodeToString(signature), SignatureField.MOST_COLUMNS)
                    .value();
        }

        private void append(HeaderEdit.Insert field, SignedText signed) {
            signed.line(HeaderField.of(field.name(), field.name() + ":" + field.value()), Canonicalization.RELAXED);
        }

        private HeaderEdit.Insert insert(String name, String value) {
            return new HeaderEdit.Insert(0, name, value);
        }
    }
}
