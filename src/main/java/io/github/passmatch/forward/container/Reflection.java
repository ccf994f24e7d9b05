package io.github.passmatch.forward.container;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Reads fields and calls methods of the container's objects, of which the classes are not known at compile time. */
final class Reflection {

    private record Key(Class<?> type, String name, int arguments) { }

    private static final Map<Key, Optional<Method>> FOUND = new ConcurrentHashMap<>();

    private Reflection() { }

    static boolean exists(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** The constructor of an exception that takes a message. */
    static Constructor<?> exception(String name, ClassLoader loader) throws ReflectiveOperationException {
        return Class.forName(name, false, loader).getConstructor(String.class);
    }

    /** A field, made readable. */
    static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** The value of a field that the object's class or a superclass declares. */
    static Object read(Object of, String name) throws ReflectiveOperationException {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass())
            for (Field field : type.getDeclaredFields())
                if (field.getName().equals(name)) return field(type, name).get(of);
        throw new NoSuchFieldException(of.getClass() + " has no " + name);
    }

    /** Calls public methods without parameters, each on the result of the previous one. */
    static Object follow(Object start, String... methods) throws ReflectiveOperationException {
        Object result = start;
        for (String method : methods) result = call(result, method);
        return result;
    }

    /** Calls a public method, found by name and number of parameters. */
    static Object call(Object on, String name, Object... arguments) throws ReflectiveOperationException {
        if (on == null) throw new NoSuchMethodException("nothing to call " + name + " on");
        for (Method method : on.getClass().getMethods())
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) return invoke(method, on, arguments);
        throw new NoSuchMethodException(on.getClass() + " has no " + name);
    }

    private static Object invoke(Method method, Object on, Object... arguments) throws ReflectiveOperationException {
        method.setAccessible(true);     // the class that declares a public method may be not public
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(method + " failed", e.getCause());
        }
    }

    /**
     * Calls a public method of an exported type; the method is looked up once. Null if {@code target} is null or has no such method, or if the method fails.
     *
     * @param arguments strings
     */
    static Object callOrNull(Object target, String name, Object... arguments) {
        if (target == null) return null;
        Optional<Method> method = FOUND.computeIfAbsent(new Key(target.getClass(), name, arguments.length), key -> find(key.type, key));
        if (method.isEmpty()) return null;
        try {
            return method.get().invoke(target, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            return null;
        }
    }

    /** Calls public methods without parameters, each on the result of the previous one; null where one of them is missing or fails. */
    static Object followOrNull(Object start, String... methods) {
        Object result = start;
        for (String method : methods) result = callOrNull(result, method);
        return result;
    }

    /** A class that is not public may inherit the method from a public class or interface. */
    private static Optional<Method> find(Class<?> type, Key key) {
        Optional<Method> declared = ofPublicType(type, key);
        if (declared.isPresent()) return declared;
        for (Class<?> inheritedType : type.getInterfaces()) {
            Optional<Method> inherited = find(inheritedType, key);
            if (inherited.isPresent()) return inherited;
        }
        return type.getSuperclass() == null ? Optional.empty() : find(type.getSuperclass(), key);
    }

    private static Optional<Method> ofPublicType(Class<?> type, Key key) {
        boolean visible = Modifier.isPublic(type.getModifiers()) && type.getModule().isExported(type.getPackageName(), Reflection.class.getModule());
        Class<?>[] parameters = Collections.nCopies(key.arguments, String.class).toArray(new Class<?>[0]);
        try {
            return visible ? Optional.of(type.getMethod(key.name, parameters)) : Optional.empty();
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    /** The container's response object inside all wrappers. */
    static ServletResponse bare(ServletResponse response) {
        ServletResponse bare = response;
        while (bare instanceof ServletResponseWrapper wrapper) bare = wrapper.getResponse();
        return bare;
    }
}
