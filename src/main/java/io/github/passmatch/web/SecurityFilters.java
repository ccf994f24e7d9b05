package io.github.passmatch.web;

import io.github.passmatch.forward.container.FilterOrder;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds filters of the same webapp that demand a login. Such a filter after this one does not see the requests that a rule forwards, so that nobody checks their login. */
final class SecurityFilters {

    private static final String SPRING = "springSecurityFilterChain";
    /** Names of filters and prefixes of class names that are known to demand a login. */
    private static final List<String> KNOWN = List.of(SPRING, "shiroFilter", "org.springframework.security.", "org.apache.shiro.", "org.keycloak.", "org.pac4j.", "org.apereo.cas.", "org.jasig.cas.",
            "waffle.servlet.", "net.sourceforge.spnego.", "org.owasp.csrfguard.", "org.apache.catalina.filters.Remote", "org.apache.catalina.filters.CsrfPrevention");
    /** Words in names such as {@code JwtAuthenticationFilter} that probably mean such a filter. */
    private static final Set<String> WORDS = Set.of("security", "auth", "authentication", "authenticating", "authenticator", "authorization", "authn", "authz", "oauth", "login", "logon", "jwt",
            "saml", "oidc", "sso", "csrf", "shiro", "keycloak");

    private SecurityFilters() { }

    /** The warnings at start: one sentence for each such filter after {@code ours}. */
    static List<String> warnings(FilterConfig ours) {
        Collection<? extends FilterRegistration> all = ours.getServletContext().getFilterRegistrations().values();
        if (all.stream().noneMatch(filter -> isKnown(filter) || isProbable(filter))) return List.of();
        Optional<List<String>> order = FilterOrder.of(ours.getServletContext());
        if (order.isEmpty()) return all.stream().filter(SecurityFilters::isKnown).map(filter -> "the order of the filters is not known in this container: make sure that " + words(filter)
                + " comes before " + ours.getFilterName() + ", or requests that a rule takes are forwarded without a login" + cure(filter)).toList();
        int oursAt = order.get().indexOf(ours.getFilterName());
        boolean hasKnownBefore = all.stream().anyMatch(filter -> isKnown(filter) && isBefore(filter, oursAt, order.get()));
        List<String> warnings = new ArrayList<>();
        for (FilterRegistration filter : all)
            if ((isKnown(filter) || !hasKnownBefore && isProbable(filter)) && isMapped(filter) && !isBefore(filter, oursAt, order.get())) warnings.add(words(filter)
                    + " comes after " + ours.getFilterName() + " in the filter chain: requests that a rule takes do not pass it, and are forwarded without a login" + cure(filter));
        return warnings;
    }

    private static boolean isBefore(FilterRegistration filter, int oursAt, List<String> order) {
        int at = order.indexOf(filter.getName());
        return at >= 0 && (oursAt < 0 || at < oursAt);
    }

    private static boolean isMapped(FilterRegistration filter) {
        return !filter.getUrlPatternMappings().isEmpty() || !filter.getServletNameMappings().isEmpty();
    }

    private static boolean isKnown(FilterRegistration filter) {
        return KNOWN.stream().anyMatch(known -> known.equals(filter.getName()) || known.indexOf('.') > 0 && String.valueOf(filter.getClassName()).startsWith(known));
    }

    private static boolean isProbable(FilterRegistration filter) {
        return hasSecurityWord(filter.getName()) || hasSecurityWord(simpleName(String.valueOf(filter.getClassName())));
    }

    private static boolean hasSecurityWord(String name) {
        for (String word : name.split("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z]+")) if (WORDS.contains(word.toLowerCase(Locale.ROOT))) return true;
        return false;
    }

    private static String simpleName(String className) {
        String named = className.replaceAll("\\$\\d+", "");      // an anonymous class
        return named.substring(Math.max(named.lastIndexOf('.'), named.lastIndexOf('$')) + 1);
    }

    private static String words(FilterRegistration filter) {
        return "the filter " + filter.getName() + " (" + filter.getClassName() + ")";
    }

    private static String cure(FilterRegistration filter) {
        return filter.getName().equals(SPRING) ? "; in Spring Boot, register Passmatch with FilterRegistrationBean.setOrder(-99), which is just after Spring Security's -100" : "; put the filter-mapping of Passmatch after that one's";
    }
}
