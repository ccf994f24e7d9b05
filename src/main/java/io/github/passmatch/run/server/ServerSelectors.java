package io.github.passmatch.run.server;

import io.github.passmatch.upstream.reactor.ChannelSelector;
import io.github.passmatch.upstream.reactor.WatchedChannel;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the selectors of the server watch the connections to upstreams too, so that a response is passed on by the thread that has received it. */
final class ServerSelectors implements Supplier<ChannelSelector> {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSelectors.class);

    private final Server server;
    private final AtomicInteger next = new AtomicInteger();
    private volatile List<ChannelSelector> selectors = List.of();

    ServerSelectors(Server server) {
        this.server = server;
    }

    /** Returns the selectors in rotation. To be called while the server runs. */
    @Override
    public ChannelSelector get() {
        List<ChannelSelector> all = selectors;
        if (all.isEmpty()) {
            all = server.getBeans(ServerConnector.class).stream().flatMap(connector -> connector.getSelectorManager().getBeans(ManagedSelector.class).stream())
                    .<ChannelSelector>map(Shared::new).toList();
            selectors = all;
        }
        return all.get(Math.floorMod(next.getAndIncrement(), all.size()));
    }

    private record Shared(ManagedSelector selector) implements ChannelSelector {

        @Override
        public void register(WatchedChannel channel) {
            selector.submit(now -> registerNow(channel, now));
        }

        private void registerNow(WatchedChannel channel, Selector now) {
            try {
                if (channel.isBeingUnwatched(now)) register(channel);       // only a selection removes a cancelled key
                else channel.register(now, new Watch(channel));
            } catch (IOException | RuntimeException e) {
                LOG.debug("a connection cannot be watched", e);
                channel.closed();
            }
        }

        @Override
        public void wakeUp() {
            selector.submit(now -> { });
        }
    }

    private record Watch(WatchedChannel channel) implements ManagedSelector.Selectable {

        @Override
        public Runnable onSelected() {
            ServerThread.select(this::receive);
            return null;
        }

        private void receive() {
            try {
                channel.ready(ServerThread.buffer());
            } catch (RuntimeException | Error e) {
                LOG.error("a connection to an upstream failed", e);
                channel.closed();
            }
        }

        @Override
        public void updateKey() { }

        @Override
        public void replaceKey(SelectionKey key) {
            channel.replaceKey(key);
        }
    }
}
