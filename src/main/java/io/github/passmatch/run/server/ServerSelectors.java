package io.github.passmatch.run.server;

import io.github.passmatch.upstream.reactor.ChannelSelector;
import io.github.passmatch.upstream.reactor.WatchedChannel;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EndPoint;
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
                else channel.register(now, Watch.of(channel));
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

    /**
     * The attachment of a key. Jetty closes the channel of a key that was cancelled after it was selected, unless the attachment is an {@link EndPoint}: then only the end point is closed. A thread
     * that takes a connection from its selector cancels the key at any time, so the attachment is an end point whose {@code close} does nothing.
     */
    private record Watch(WatchedChannel channel) implements InvocationHandler {

        static Object of(WatchedChannel channel) {
            return Proxy.newProxyInstance(Watch.class.getClassLoader(), new Class<?>[] {ManagedSelector.Selectable.class, EndPoint.class}, new Watch(channel));
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            switch (method.getName()) {
                case "onSelected" -> ServerThread.select(this::receive);
                case "replaceKey" -> channel.replaceKey((SelectionKey) arguments[0]);
                case "updateKey", "close", "getConnection" -> { }
                case "toString" -> {
                    return "a connection to an upstream";
                }
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                case "equals" -> {
                    return proxy == arguments[0];
                }
                default -> throw new UnsupportedOperationException(method.getName());
            }
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
    }
}
