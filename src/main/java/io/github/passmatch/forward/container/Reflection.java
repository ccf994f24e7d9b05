package io.github.passmatch.forward.container;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Reaches into objects of the container. */
final class Reflection {

    private Reflection() { }

    static boolean exists(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** The constructor with a message of an exception. */
    static Constructor<?> exception(String name, ClassLoader loader) throws ReflectiveOperationException {
        return Class.forName(name, false, loader).getConstructor(String.class);
    }

    /** A field, made readable. */
    static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Calls a public method without parameters, by the class that declares it: the object's own class may be hidden. */
    static Object call(Method method, Object on) throws ReflectiveOperationException {
        try {
            return method.invoke(on);
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(method + " failed", e.getCause());
        }
    }

    /** The container's own answer below all wrappers. */
    static ServletResponse bare(ServletResponse response) {
        ServletResponse bare = response;
        while (bare instanceof ServletResponseWrapper wrapper) bare = wrapper.getResponse();
        return bare;
    }
}
