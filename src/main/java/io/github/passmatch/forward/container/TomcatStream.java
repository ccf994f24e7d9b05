package io.github.passmatch.forward.container;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Resets the HTTP/2 stream of an answer in Tomcat. Tomcat ends every stream normally unless the stream has been cancelled, and there is no public method
 * to cancel a stream.
 */
final class TomcatStream {

    private final Field hook;
    private final Class<?> processor;
    private final Field stream;
    private final Method cancel;
    private final Object internalError;

    /** @throws ReflectiveOperationException if this version of Tomcat has other classes */
    TomcatStream(Class<?> coyoteResponse, ClassLoader loader) throws ReflectiveOperationException {
        hook = Reflection.field(coyoteResponse, "hook");
        processor = Class.forName("org.apache.coyote.http2.StreamProcessor", false, loader);
        stream = Reflection.field(processor, "stream");
        Class<?> error = Class.forName("org.apache.coyote.http2.Http2Error", true, loader);
        internalError = Reflection.field(error, "INTERNAL_ERROR").get(null);
        cancel = stream.getType().getDeclaredMethod("doStreamCancel", String.class, error);
        cancel.setAccessible(true);
    }

    /** Makes Tomcat reset the stream as soon as the filter has returned; does nothing for HTTP/1. */
    void reset(Object coyoteResponse, String why) throws ReflectiveOperationException {
        Object below = hook.get(coyoteResponse);
        if (!processor.isInstance(below)) return;
        try {
            cancel.invoke(stream.get(below), why, internalError);
        } catch (InvocationTargetException e) {
            if (!e.getCause().getClass().getSimpleName().equals("CloseNowException")) throw e;      // which the method always throws
        }
    }
}
