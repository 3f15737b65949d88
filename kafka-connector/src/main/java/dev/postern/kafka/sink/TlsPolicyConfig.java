package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.Settings;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.TlsPolicyTable;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The setting of the sink that says how mail for some domains is protected, whichever way it goes. */
final class TlsPolicyConfig {
    static final String POLICY = "smtp.tls.policy";

    private final AbstractConfig values;

    TlsPolicyConfig(AbstractConfig values) {
        this.values = values;
    }

    /** Adds it to the group that is open. */
    static GroupedConfigDef define(GroupedConfigDef settings) {
        return settings.add(
                POLICY,
                "Protection by domain",
                ConfigDef.Type.LIST,
                "",
                Settings.tlsPolicy(),
                Importance.MEDIUM,
                "How connections are protected over which mail for some domains goes, in place of smtp.tls or smtp.mx.tls: entries such as"
                        + " bank.example:required,*.partner.example:encrypted. *. stands for any name under a domain, and the longest entry that fits"
                        + " counts. The levels are required, encrypted, opportunistic and none. Mail waits (4.7.4, 4.7.5) while its level can't be had.");
    }

    List<String> entries() {
        return values.getList(POLICY);
    }

    /** @param otherwise for domains that have no entry */
    TlsPolicyTable with(TlsMode otherwise) {
        return TlsPolicyTable.parse(entries(), otherwise);
    }
}
