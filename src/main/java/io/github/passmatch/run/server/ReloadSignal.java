package io.github.passmatch.run.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code SIGHUP}, by which servers are told to read their configuration again. The JDK knows signals only in {@code sun.misc.Signal} (module
 * {@code jdk.unsupported}), so it is asked for by name; where it is not to be had, or the system has no such signal, the log says so.
 */
public final class ReloadSignal {

    public static final String NAME = "SIGHUP";

    private static final Logger LOG = LoggerFactory.getLogger(ReloadSignal.class);

    private ReloadSignal() { }

    /** From now on the signal runs {@code action}, on a thread of its own, instead of ending the process. */
    public static void handleWith(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(ReloadSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    action.run();
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> NAME;
            });
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance("HUP"), ours);
        } catch (InvocationTargetException e) {
            LOG.info("no {} here: {}", NAME, e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            LOG.info("no {} in this JVM: {}", NAME, e.toString());
        }
    }
}
