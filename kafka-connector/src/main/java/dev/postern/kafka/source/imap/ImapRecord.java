package dev.postern.kafka.source.imap;

import dev.postern.kafka.source.record.ContentRecord;
import dev.postern.kafka.source.record.RecordContent;

/** A record that knows its mail: Connect gives back the very instance it was given. */
final class ImapRecord extends ContentRecord {
    private final FolderReader folder;
    private final long uid;
    private final long validity;
    private final boolean complete;

    /** @param complete whether it holds as much of the mail as was asked for */
    ImapRecord(FolderReader folder, FolderPosition position, RecordContent content, boolean complete) {
        super(folder.name().partition(), position.offset(), content);
        this.folder = folder;
        this.uid = position.uid();
        this.validity = position.validity();
        this.complete = complete;
    }

    FolderReader folder() {
        return folder;
    }

    long uid() {
        return uid;
    }

    long validity() {
        return validity;
    }

    boolean isComplete() {
        return complete;
    }
}
