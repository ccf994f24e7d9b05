package io.github.passmatch.forward.container;

import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds the order in which a container calls the filters of a webapp. The Servlet API has the filters and their mappings, but not their order. */
public final class FilterOrder {

    private FilterOrder() { }

    /**
     * The names of the filters that are mapped to URLs, in the order of their mappings, once for each mapping. Filters that are mapped to servlets
     * come after all of them (Jakarta Servlet 6.0 §6.2.4).
     *
     * @return empty if the order of this container is not known
     */
    public static Optional<List<String>> of(ServletContext context) {
        String name = context.getClass().getName();
        try {
            if (name.startsWith("org.apache.catalina.")) return names(Reflection.call(Reflection.read(Reflection.read(context, "context"), "context"), "findFilterMaps"), FilterOrder::hasUrlInTomcat);
            if (name.startsWith("org.eclipse.jetty.")) return names(Reflection.follow(context, "getContextHandler", "getServletHandler", "getFilterMappings"), FilterOrder::hasUrlInJetty);
            if (name.startsWith("io.undertow.")) return names(Reflection.follow(context, "getDeployment", "getDeploymentInfo", "getFilterMappings"), FilterOrder::hasUrlInUndertow);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    @FunctionalInterface
    private interface HasUrl {
        boolean test(Object mapping) throws ReflectiveOperationException;
    }

    private static Optional<List<String>> names(Object mappings, HasUrl hasUrl) throws ReflectiveOperationException {
        List<String> names = new ArrayList<>();
        Iterable<?> all = mappings instanceof Collection<?> collection ? collection : List.of((Object[]) mappings);
        for (Object mapping : all) if (hasUrl.test(mapping)) names.add((String) Reflection.call(mapping, "getFilterName"));
        return Optional.of(names);
    }

    private static boolean hasUrlInTomcat(Object mapping) throws ReflectiveOperationException {
        return Boolean.TRUE.equals(Reflection.call(mapping, "getMatchAllUrlPatterns")) || ((Object[]) Reflection.call(mapping, "getURLPatterns")).length > 0;
    }

    private static boolean hasUrlInJetty(Object mapping) throws ReflectiveOperationException {
        return Reflection.call(mapping, "getPathSpecs") instanceof Object[] paths && paths.length > 0;
    }

    private static boolean hasUrlInUndertow(Object mapping) throws ReflectiveOperationException {
        return String.valueOf(Reflection.call(mapping, "getMappingType")).equals("URL");
    }
}
