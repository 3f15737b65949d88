package dev.postern.mail.dkim;

import dev.postern.mail.dns.Answer;
import dev.postern.mail.signature.BodyHash;
import dev.postern.mail.signature.Canonicalization;
import dev.postern.mail.signature.HeaderField;
import dev.postern.mail.signature.MailHeader;
import dev.postern.mail.signature.MalformedSignatureException;
import dev.postern.mail.signature.SignatureAlgorithm;
import dev.postern.mail.signature.SignedText;
import dev.postern.mail.signature.VerifyingKey;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;

/** One signature that is worth a look at its key: what it says is well-formed and acceptable. */
final class SignatureCheck {
    /** RFC 6376 §6.1.2: which of several records is meant is undefined; each costs a verification. */
    private static final int MAX_RECORDS = 3;

    private final DkimPolicy policy;
    private final MailHeader header;
    private final HeaderField field;
    private final DkimSignature signature;
    private final BodyHash body;

    /** @param body which has its value when the key is judged */
    SignatureCheck(DkimPolicy policy, MailHeader header, HeaderField field, DkimSignature signature, BodyHash body) {
        this.policy = policy;
        this.header = header;
        this.field = field;
        this.signature = signature;
        this.body = body;
    }

    /**
     * Judges what needs neither body nor key.
     *
     * @return why the signature does not count; POLICY or PERMERROR; PASS where nothing is wrong so far
     */
    static DkimFinding prejudge(DkimSignature signature, DkimPolicy policy, Instant now) {
        if (signature.algorithm() == SignatureAlgorithm.RSA_SHA1 && !policy.asRfc4871()) {
            return DkimFinding.of(DkimResult.PERMERROR, signature, "SHA-1 does not count any more"); // RFC 8301 §3.1
        }
        if (signature.hasBodyLength() && !policy.trustsBodyLength()) {
            return DkimFinding.of(
                    DkimResult.POLICY, signature, "only the start of the body is signed"); // RFC 6376 §8.2
        }
        Instant expiration = signature.expiration();
        if (expiration != null && now.minus(policy.clockSkew()).isAfter(expiration)) { // RFC 6376 §3.5, x=
            return DkimFinding.of(DkimResult.POLICY, signature, "the signature has expired");
        }
        Instant timestamp = signature.timestamp();
        if (timestamp != null && timestamp.isAfter(now.plus(policy.clockSkew()))) { // RFC 6376 §3.5, t=
            return DkimFinding.of(DkimResult.POLICY, signature, "the signature is of the future");
        }
        return DkimFinding.of(DkimResult.PASS, signature, "");
    }

    /** Judges by what DNS says of the key. */
    DkimFinding judge(Answer<String> keys) {
        if (keys.status().isTemporary()) {
            return finding(DkimResult.TEMPERROR, "the key can't be had now");
        }
        List<String> records = keys.records();
        if (records.isEmpty()) {
            return finding(DkimResult.PERMERROR, "there is no key");
        }
        DkimFinding best = judgeRecord(records.get(0));
        for (int i = 1; i < Math.min(MAX_RECORDS, records.size()) && best.result() != DkimResult.PASS; i++) {
            DkimFinding next = judgeRecord(records.get(i));
            best = next.result().compareTo(best.result()) < 0 ? next : best;
        }
        return best;
    }

    private DkimFinding judgeRecord(String text) {
        try {
            DkimRecord key = DkimRecord.parse(text);
            DkimFinding finding = judgeKey(key);
            return new DkimFinding(finding.result(), signature, finding.reason(), key.isTesting());
        } catch (MalformedSignatureException e) {
            return finding(DkimResult.PERMERROR, "the key is unusable: " + e.getMessage());
        }
    }

    private DkimFinding judgeKey(DkimRecord key) {
        VerifyingKey usable;
        try {
            usable = key.keyFor(signature.algorithm(), policy.minRsaBits());
        } catch (UnusableKeyException e) {
            return finding(e.result(), String.valueOf(e.getMessage()));
        }
        if (key.isStrict() && !signature.agent().domain().equals(signature.domain())) { // RFC 6376 §3.6.1, t=s
            return finding(DkimResult.PERMERROR, "the key is not for domains below its own");
        }
        if (policy.asRfc4871() && !key.isForUser(signature.agent().localPart())) {
            return finding(DkimResult.PERMERROR, "the key is not for this user");
        }
        return judgeMail(usable);
    }

    private DkimFinding judgeMail(VerifyingKey key) {
        if (body.isShort()) {
            return finding(DkimResult.FAIL, "the body is shorter than what was signed");
        }
        if (!MessageDigest.isEqual(body.value(), signature.bodyHash())) {
            return finding(DkimResult.FAIL, "the body is not what was signed");
        }
        if (!key.verifies(signature.algorithm(), signedHeader().view(), signature.signature())) {
            return finding(DkimResult.FAIL, "the header is not what was signed, or the key is another one");
        }
        return finding(DkimResult.PASS, "");
    }

    /** RFC 6376 §3.7: the fields, and the signature without its value and without a line end. */
    private SignedText signedHeader() {
        Canonicalization form = signature.headerForm();
        return header.canonical(signature.signedFields(), form, field).last(signature.unsigned(), form);
    }

    private DkimFinding finding(DkimResult result, String reason) {
        return DkimFinding.of(result, signature, reason);
    }
}
