package io.github.passmatch.forward.container;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Calls public methods without arguments on objects of the container, whose classes are not known here. */
final class PublicMethods {

    private record Key(Class<?> type, String name) { }

    private static final Map<Key, Optional<Method>> FOUND = new ConcurrentHashMap<>();

    private PublicMethods() { }

    /** The method's result; null if {@code target} is null, has no such method, or the method fails. */
    static Object call(Object target, String name) {
        if (target == null) return null;
        Optional<Method> method = FOUND.computeIfAbsent(new Key(target.getClass(), name), key -> find(key.type, key.name));
        if (method.isEmpty()) return null;
        try {
            return method.get().invoke(target);
        } catch (IllegalAccessException | InvocationTargetException e) {
            return null;
        }
    }

    /** A class may be hidden while the class or interface that declares its method is public. */
    private static Optional<Method> find(Class<?> type, String name) {
        Optional<Method> own = ofPublicType(type, name);
        if (own.isPresent()) return own;
        for (Class<?> declaring : type.getInterfaces()) {
            Optional<Method> inherited = find(declaring, name);
            if (inherited.isPresent()) return inherited;
        }
        return type.getSuperclass() == null ? Optional.empty() : find(type.getSuperclass(), name);
    }

    private static Optional<Method> ofPublicType(Class<?> type, String name) {
        boolean visible = Modifier.isPublic(type.getModifiers()) && type.getModule().isExported(type.getPackageName(), PublicMethods.class.getModule());
        try {
            return visible ? Optional.of(type.getMethod(name)) : Optional.empty();
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }
}
