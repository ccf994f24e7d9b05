package io.github.passmatch.forward.container;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * The stream below Tomcat's answer to a request by HTTP/2. Tomcat ends a stream in order whatever happens, unless the stream itself has been cancelled, which
 * is no public method.
 */
final class TomcatStream {

    private final Field hook;
    private final Class<?> processor;
    private final Field stream;
    private final Method cancel;
    private final Object internalError;

    /** @throws ReflectiveOperationException if this Tomcat is of another make */
    TomcatStream(Class<?> coyoteResponse, ClassLoader loader) throws ReflectiveOperationException {
        hook = Reflection.field(coyoteResponse, "hook");
        processor = Class.forName("org.apache.coyote.http2.StreamProcessor", false, loader);
        stream = Reflection.field(processor, "stream");
        Class<?> error = Class.forName("org.apache.coyote.http2.Http2Error", true, loader);
        internalError = Reflection.field(error, "INTERNAL_ERROR").get(null);
        cancel = stream.getType().getDeclaredMethod("doStreamCancel", String.class, error);
        cancel.setAccessible(true);
    }

    /** Has the stream reset as soon as Tomcat is back in control; nothing if the answer goes out by HTTP/1. */
    void reset(Object coyoteResponse, String why) throws ReflectiveOperationException {
        Object below = hook.get(coyoteResponse);
        if (!processor.isInstance(below)) return;
        try {
            cancel.invoke(stream.get(below), why, internalError);
        } catch (InvocationTargetException e) {
            if (!e.getCause().getClass().getSimpleName().equals("CloseNowException")) throw e;      // by which it always ends
        }
    }
}
