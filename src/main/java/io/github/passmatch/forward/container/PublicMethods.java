package io.github.passmatch.forward.container;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Calls public methods on objects of the container, whose classes are not known here. */
final class PublicMethods {

    private record Key(Class<?> type, String name, int arguments) { }

    private static final Map<Key, Optional<Method>> FOUND = new ConcurrentHashMap<>();

    private PublicMethods() { }

    /**
     * The method's result; null if {@code target} is null, has no such method, or the method fails.
     *
     * @param arguments all of them strings
     */
    static Object call(Object target, String name, Object... arguments) {
        if (target == null) return null;
        Optional<Method> method = FOUND.computeIfAbsent(new Key(target.getClass(), name, arguments.length), key -> find(key.type, key));
        if (method.isEmpty()) return null;
        try {
            return method.get().invoke(target, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            return null;
        }
    }

    /** A class may be hidden while the class or interface that declares its method is public. */
    private static Optional<Method> find(Class<?> type, Key key) {
        Optional<Method> own = ofPublicType(type, key);
        if (own.isPresent()) return own;
        for (Class<?> declaring : type.getInterfaces()) {
            Optional<Method> inherited = find(declaring, key);
            if (inherited.isPresent()) return inherited;
        }
        return type.getSuperclass() == null ? Optional.empty() : find(type.getSuperclass(), key);
    }

    private static Optional<Method> ofPublicType(Class<?> type, Key key) {
        boolean visible = Modifier.isPublic(type.getModifiers()) && type.getModule().isExported(type.getPackageName(), PublicMethods.class.getModule());
        Class<?>[] parameters = Collections.nCopies(key.arguments, String.class).toArray(new Class<?>[0]);
        try {
            return visible ? Optional.of(type.getMethod(key.name, parameters)) : Optional.empty();
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }
}
