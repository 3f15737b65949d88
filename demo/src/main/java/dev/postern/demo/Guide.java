package dev.postern.demo;

/** What the user can do now: send mail, look around, stop. */
final class Guide {
    private final Kit kit;
    private final Workspace workspace;

    Guide(Kit kit, Workspace workspace) {
        this.kit = kit;
        this.workspace = workspace;
    }

    /** Text to be printed once the parts run. */
    String text(Topology topology) {
        String bootstrapServers = topology.broker().bootstrapServers();
        StringBuilder text =
                new StringBuilder("\nAll parts run. Send mail of your own; it is printed here when it arrives.\n");
        for (Entrance entrance : topology.entrances()) {
            text.append("""

                    To the %1$s:
                      swaks --server 127.0.0.1 --port %2$d --from ann@example.org --to bob@example.net --h-Subject Hello --body Hi
                      printf 'Subject: Hello\\r\\n\\r\\nHi\\r\\n' | curl -sS smtp://127.0.0.1:%2$d/client.example.org --mail-from ann@example.org --mail-rcpt bob@example.net -T -
                    """.formatted(entrance.name(), entrance.port()));
        }
        text.append("""

                Where to look:
                  topics      %1$s (PLAINTEXT), such as
                """.formatted(bootstrapServers));
        for (Entrance entrance : topology.entrances()) {
            text.append("""
                                  java -cp '%1$s' org.apache.kafka.tools.consumer.ConsoleConsumer --bootstrap-server %2$s --topic %3$s --from-beginning --timeout-ms 5000 --formatter-property print.headers=true 2>/dev/null
                    """.formatted(kit.kafkaClassPath(), bootstrapServers, entrance.topic()));
        }
        text.append("""
                  connectors  curl -s '%1$s/connectors?expand=status'
                  mails       %2$s
                  log files   %3$s

                Stop with Ctrl-C: it ends every part and deletes these files.""".formatted(
                        topology.worker().url(),
                        workspace.path().resolve(Workspace.RECEIVED) + "/*.eml",
                        workspace.path() + "/*.log"));
        return text.toString();
    }
}
