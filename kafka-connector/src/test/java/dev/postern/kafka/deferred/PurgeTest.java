package dev.postern.kafka.deferred;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.kafka.ConnectWorker;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(120)
@ExtendWith(ConnectWorker.class)
class PurgeTest {
    private static final TopicPartition PARTITION = new TopicPartition("purged", 0);

    private static long begin() throws Exception {
        try (var admin = ConnectWorker.cluster().kafka().createAdminClient()) {
            return admin.listOffsets(Map.of(PARTITION, OffsetSpec.earliest()))
                    .partitionResult(PARTITION)
                    .get()
                    .offset();
        }
    }

    @Test
    void whatIsDoneWithIsDeletedAndNothingElse() throws Exception {
        ConnectWorker.createTopic("purged");
        for (int i = 0; i < 3; i++) {
            ConnectWorker.produce("purged", ("mail " + i).getBytes(UTF_8));
        }
        assertEquals(0, begin());
        try (Purge purge = new Purge(ConnectWorker.cluster().kafka().createAdminClient())) {
            purge.before(Map.of(PARTITION, 2L));
            await().atMost(Duration.ofSeconds(30)).until(() -> begin() == 2);
        }
    }
}
