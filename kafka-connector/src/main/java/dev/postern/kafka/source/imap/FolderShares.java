package dev.postern.kafka.source.imap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;

/** How a task is told the folders that are its share. */
final class FolderShares {
    /** In the settings of a task; nobody sets it but the connector. */
    static final String SETTING = "imap.task.folders";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<List<String>>> PAIRS = new TypeReference<>() {};

    private FolderShares() {}

    static String text(List<FolderName> share) {
        try {
            return JSON.writeValueAsString(share.stream()
                    .map(each -> List.of(each.account(), each.folder()))
                    .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names can be written", e);
        }
    }

    /** @throws ConnectException if it is no such text */
    static List<FolderName> parse(String text) {
        try {
            return JSON.readValue(text, PAIRS).stream()
                    .map(pair -> new FolderName(pair.get(0), pair.get(1)))
                    .toList();
        } catch (JsonProcessingException | IndexOutOfBoundsException e) {
            throw new ConnectException(SETTING + " is set by the connector alone: leave it out", e);
        }
    }
}
