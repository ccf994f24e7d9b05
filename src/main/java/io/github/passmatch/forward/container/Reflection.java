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

    /** What a field of an object holds, declared in its class or above. */
    static Object read(Object of, String name) throws ReflectiveOperationException {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass())
            for (Field field : type.getDeclaredFields())
                if (field.getName().equals(name)) return field(type, name).get(of);
        throw new NoSuchFieldException(of.getClass() + " has no " + name);
    }

    /** Calls public methods without parameters, each on what the one before has returned. */
    static Object follow(Object start, String... methods) throws ReflectiveOperationException {
        Object at = start;
        for (String method : methods) at = call(at, method);
        return at;
    }

    /** Calls a public method by its name and the number of its parameters. */
    static Object call(Object on, String name, Object... arguments) throws ReflectiveOperationException {
        if (on == null) throw new NoSuchMethodException("nothing to call " + name + " on");
        for (Method method : on.getClass().getMethods())
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) return invoke(method, on, arguments);
        throw new NoSuchMethodException(on.getClass() + " has no " + name);
    }

    private static Object invoke(Method method, Object on, Object... arguments) throws ReflectiveOperationException {
        method.setAccessible(true);     // the class that declares a public method need not be public
        try {
            return method.invoke(on, arguments);
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
