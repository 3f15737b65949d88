package dev.postern.benchmarks.auth;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.jspecify.annotations.Nullable;

/** The zone as jSPF asks for it. */
final class JspfZone implements DNSService {
    private static final int RECORD_LIMIT = 10;

    @Override
    public @Nullable List<String> getRecords(DNSRequest request) {
        return switch (request.getRecordType()) {
            case DNSRequest.A -> SpfZone.addresses(request.getHostname());
            case DNSRequest.MX -> SpfZone.exchangers(request.getHostname());
            case DNSRequest.TXT -> SpfZone.texts(request.getHostname());
            default -> null; // "no such record", as of the old type SPF
        };
    }

    @Override
    public CompletionStage<@Nullable List<String>> getRecordsAsync(DNSRequest request) {
        return CompletableFuture.completedFuture(getRecords(request));
    }

    @Override
    public List<String> getLocalDomainNames() {
        return List.of("mx.example.net");
    }

    @Override
    public void setTimeOut(int seconds) {
        // answers at once
    }

    @Override
    public int getRecordLimit() {
        return RECORD_LIMIT;
    }

    @Override
    public void setRecordLimit(int limit) {
        // the one of the RFC
    }
}
