package dev.postern.jca.inbound;

import dev.postern.jca.monitor.BeanMXBean;
import java.util.Map;

/** A bean, as an administrator sees it. */
final class BeanStatus implements BeanMXBean {
    private final BoundBean bean;
    private final Dispatcher dispatcher;
    private final Latencies latencies;
    private final String listener;

    BeanStatus(BoundBean bean, Dispatcher dispatcher, Latencies latencies, String listener) {
        this.bean = bean;
        this.dispatcher = dispatcher;
        this.latencies = latencies;
        this.listener = listener;
    }

    @Override
    public String getListener() {
        return listener;
    }

    @Override
    public String getRecipients() {
        return bean.settings().deadLetter()
                ? "dead letters"
                : bean.settings().recipients().toString();
    }

    @Override
    public long getDelivered() {
        return bean.counts().delivered();
    }

    @Override
    public long getRolledBack() {
        return bean.counts().rolledBack();
    }

    @Override
    public long getRefused() {
        return bean.counts().refused();
    }

    @Override
    public long getExpired() {
        return bean.counts().expired();
    }

    @Override
    public int getFailuresInARow() {
        return bean.counts().failuresInARow();
    }

    @Override
    public int getActive() {
        return dispatcher.active();
    }

    @Override
    public int getActiveMost() {
        return bean.settings().deliveries();
    }

    @Override
    public int getWaiting() {
        return dispatcher.waiting();
    }

    @Override
    public long getFailing() {
        return bean.failures().size();
    }

    @Override
    public Map<Long, Long> getLatencies() {
        return latencies.counts();
    }
}
