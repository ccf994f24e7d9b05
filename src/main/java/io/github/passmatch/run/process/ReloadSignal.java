package io.github.passmatch.run.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles {@code SIGHUP}, the usual signal for reading the configuration again. The JDK supports signals only in {@code sun.misc.Signal} (module
 * {@code jdk.unsupported}), so this class uses reflection; the log says if the class or the signal is not available.
 */
public final class ReloadSignal {

    public static final String NAME = "SIGHUP";

    private static final Logger LOG = LoggerFactory.getLogger(ReloadSignal.class);

    private ReloadSignal() { }

    /** From now on the signal runs {@code action}, on a separate thread, and does not end the process. */
    public static void handleWith(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxyHandler = Proxy.newProxyInstance(ReloadSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    action.run();
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> NAME;
            });
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxyHandler);
        } catch (InvocationTargetException e) {
            LOG.info("{} is not available on this system: {}", NAME, e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            LOG.info("{} is not available in this JVM: {}", NAME, e.toString());
        }
    }
}
