package io.github.passmatch.forward.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ServletContainerTest {

    private static <T> T fake(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> method.getReturnType() == String.class ? answer : null));
    }

    @Test
    void inAnUnknownContainerTheExceptionLeavesTheFilterAndTheLogSaysWhatThatMeans() {
        ServletContainer container = ServletContainer.of(fake(ServletContext.class, "Other/1.0"));
        assertEquals("Other/1.0 is not known: if an answer is incomplete, an exception is thrown, but the container may end the answer normally, so that the answer looks complete to the client", container.cutting());
        IOException why = new IOException("the answer was cut");
        assertSame(why, assertThrows(IOException.class, () -> container.cut(fake(HttpServletResponse.class, ""), why)));
    }

    @Test
    void whereAKnownContainersConnectionCannotBeReachedTheExceptionLeavesTheFilter() {
        IOException why = new IOException("the answer was cut");
        ServletContainer liberty = ReachableConnection.ofLiberty(ContainerTraits.of("Open Liberty/25"));
        assertSame(why, assertThrows(IOException.class, () -> liberty.cut(fake(HttpServletResponse.class, ""), why)));
        assertTrue(liberty.traits().flushesAnswer());
    }

    @Test
    void theContainersAnswerIsFoundBelowAllWrappers() {
        HttpServletResponse bare = fake(HttpServletResponse.class, "");
        assertSame(bare, Reflection.bare(new HttpServletResponseWrapper(new HttpServletResponseWrapper(bare))));
    }
}
