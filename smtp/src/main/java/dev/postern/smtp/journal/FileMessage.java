package dev.postern.smtp.journal;

import dev.postern.mail.Message;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The end of a file, which stays when the message is closed.
 *
 * @param start of the message
 */
record FileMessage(Path file, long start, long size) implements Message {
    @Override
    public InputStream open() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        channel.position(start);
        return new BufferedInputStream(Channels.newInputStream(channel));
    }

    @Override
    public void close() {}
}
