package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.connection.WorkerFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds members by their routes. */
final class Routes {

    private final Map<String, List<Standing>> byRoute = new HashMap<>();

    Routes(List<Standing> members) {
        for (Standing one : members) {
            String route = one.member().role().route();
            if (!route.isEmpty()) byRoute.computeIfAbsent(route, name -> new ArrayList<>(1)).add(one);
        }
    }

    boolean isKnown(String route) {
        return byRoute.containsKey(route);
    }

    /** The first usable member of the route, standbys last; else a member of the redirect of the route. Under the lock of the balancer. */
    Optional<Standing> usable(String route, long now, boolean ignoresErrors, boolean keepsSessions, Set<Standing> tried) {
        return usable(route, new HashSet<>(), one -> isUsable(one, now, ignoresErrors, keepsSessions, tried));
    }

    private static boolean isUsable(Standing one, long now, boolean ignoresErrors, boolean keepsSessions, Set<Standing> tried) {
        if (tried.contains(one)) return false;
        Optional<Skip> obstacle = one.obstacle(now);
        if (obstacle.isEmpty()) return true;
        Skip.Reason reason = obstacle.get().reason();
        return reason == Skip.Reason.IN_ERROR && ignoresErrors || reason == Skip.Reason.ON_TRIAL && keepsSessions;
    }

    private interface Usable {
        boolean test(Standing one);
    }

    /** @param seen the routes that were looked at: redirects may form a ring */
    private Optional<Standing> usable(String route, Set<String> seen, Usable usable) {
        List<Standing> members = byRoute.get(route);
        if (members == null || !seen.add(route)) return Optional.empty();
        Standing standby = null;
        for (Standing one : members) {
            if (!usable.test(one)) continue;
            if (!one.has(WorkerFlag.STANDBY)) return Optional.of(one);
            if (standby == null) standby = one;
        }
        if (standby != null) return Optional.of(standby);
        for (Standing one : members) {
            Optional<Standing> other = usable(one.member().role().redirect(), seen, usable);
            if (other.isPresent()) return other;
        }
        return Optional.empty();
    }
}
