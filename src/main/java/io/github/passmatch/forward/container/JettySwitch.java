package io.github.passmatch.forward.container;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Switches connections of clients in Jetty 12, as Jetty's own WebSocket does: an attribute of the request holds the connection that follows. {@code HttpServletRequest.upgrade} is missing in Jetty 12.0, and in 12.1
 * it does not see input after a request without {@code Content-Length}, as every handshake of WebSocket is.
 */
final class JettySwitch implements ClientSwitch {

    @Override
    public boolean needsContainerThread() {
        return false;
    }

    @Override
    public void prepare(HttpServletRequest clientRequest, HttpServletResponse clientResponse, TunnelOwner tunnel) throws ServletException {
        ServletRequest bare = clientRequest;
        while (bare instanceof ServletRequestWrapper wrapper) bare = wrapper.getRequest();
        try {
            ClassLoader loader = bare.getClass().getClassLoader();
            Object request = Reflection.call(bare, "getRequest");
            Class<?> type = Class.forName("org.eclipse.jetty.server.Request", false, loader);
            Consumer<Throwable> completed = failure -> {
                if (failure != null) tunnel.lost();     // the head could not be sent: nobody opens the connection that follows
            };
            type.getMethod("addCompletionListener", type, Consumer.class).invoke(null, request, completed);
            Object attribute = Class.forName("org.eclipse.jetty.server.HttpStream", false, loader).getField("UPGRADE_CONNECTION_ATTRIBUTE").get(null);
            Reflection.call(request, "setAttribute", attribute, new End(Reflection.follow(request, "getConnectionMetaData", "getConnection", "getEndPoint"), loader, tunnel).connection);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new ServletException("this version of Jetty does not switch connections", e);
        }
    }

    /** Jetty's names of what is needed of an end point. */
    private static final class End extends EndPointEnd implements InvocationHandler {

        private final Object endPoint;
        private final Method fill;
        private final Method fillInterested;
        private final Method write;
        private final Object connection;
        private final Object whenReadable;
        private final Object whenWritten;
        private final long created = System.currentTimeMillis();

        private End(Object endPoint, ClassLoader loader, TunnelOwner tunnel) throws ReflectiveOperationException {
            super(tunnel);
            this.endPoint = endPoint;
            Class<?> type = Class.forName("org.eclipse.jetty.io.EndPoint", false, loader);
            Class<?> callback = Class.forName("org.eclipse.jetty.util.Callback", false, loader);
            fill = type.getMethod("fill", ByteBuffer.class);
            fillInterested = type.getMethod("fillInterested", callback);
            write = type.getMethod("write", callback, ByteBuffer[].class);
            connection = proxy(this, Class.forName("org.eclipse.jetty.io.Connection", false, loader), Class.forName("org.eclipse.jetty.io.Connection$UpgradeTo", false, loader));
            whenReadable = proxy((proxy, method, arguments) -> called(proxy, method, arguments, this::readable, this::unreadable), callback);
            whenWritten = proxy((proxy, method, arguments) -> called(proxy, method, arguments, () -> written(null), () -> written((Throwable) arguments[0])), callback);
        }

        private static Object proxy(InvocationHandler handler, Class<?>... types) {
            return Proxy.newProxyInstance(types[0].getClassLoader(), types, handler);
        }

        private static Object called(Object proxy, Method method, Object[] arguments, Runnable succeeded, Runnable failed) throws Throwable {
            switch (method.getName()) {
                case "succeeded" -> succeeded.run();
                case "failed" -> failed.run();
                default -> {
                    return ofObject(proxy, method, arguments);
                }
            }
            return null;
        }

        private static Object ofObject(Object proxy, Method method, Object[] arguments) throws Throwable {
            return switch (method.getName()) {
                case "toString" -> "a tunnel";
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> {
                    if (!method.isDefault()) throw new UnsupportedOperationException(method.getName());
                    yield InvocationHandler.invokeDefault(proxy, method, arguments);
                }
            };
        }

        /** Jetty calls a method of the connection. */
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            switch (method.getName()) {
                case "onUpgradeTo" -> received((ByteBuffer) arguments[0]);
                case "onOpen" -> {
                    Reflection.call(endPoint, "setIdleTimeout", -1L);       // a tunnel has its own limit
                    opened();
                }
                case "onClose" -> closed();
                case "close" -> stopped();
                case "onIdleExpired" -> {
                    return false;
                }
                case "getEndPoint" -> {
                    return endPoint;
                }
                case "getCreatedTimeStamp" -> {
                    return created;
                }
                case "getMessagesIn", "getMessagesOut", "getBytesIn", "getBytesOut" -> {
                    return 0L;
                }
                case "addEventListener", "removeEventListener" -> { }
                default -> {
                    return ofObject(proxy, method, arguments);
                }
            }
            return null;
        }

        @Override
        protected int fill(ByteBuffer buffer) throws IOException {
            return (int) call(fill, buffer);
        }

        @Override
        protected void fillInterested() {
            try {
                call(fillInterested, whenReadable);
            } catch (IOException e) {
                unreadable();
            }
        }

        @Override
        protected void send(ByteBuffer bytes) {
            try {
                call(write, whenWritten, new ByteBuffer[] {bytes});
            } catch (IOException e) {
                written(e);
            }
        }

        private Object call(Method method, Object... arguments) throws IOException {
            try {
                return method.invoke(endPoint, arguments);
            } catch (ReflectiveOperationException e) {
                throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
            }
        }

        @Override
        protected void endOutput() throws IOException {
            try {
                Reflection.call(endPoint, "shutdownOutput");
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            try {
                Reflection.call(endPoint, "close");
            } catch (ReflectiveOperationException e) {
                unreadable();
            }
        }
    }
}
