package io.github.passmatch.config.draft;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.access.AccessPolicy;
import io.github.passmatch.rules.access.Authorization;
import io.github.passmatch.rules.access.HostAccess;
import io.github.passmatch.rules.access.Methods;
import io.github.passmatch.rules.access.Requirement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Collects the lines of one section that restrict access. */
public final class AccessDraft {

    /** An open container of {@code Require} lines. */
    private record Open(Place place, String text, boolean all, boolean negated, List<Authorization> lines) {

        Open(Place place, String text, boolean all, boolean negated) {
            this(place, text, all, negated, new ArrayList<>());
        }

        Authorization.Container closed() {
            return new Authorization.Container(place, text, all, negated, lines);
        }
    }

    private final List<Authorization> lines = new ArrayList<>();
    private final Deque<Open> containers = new ArrayDeque<>();
    private final Deque<Methods> limits = new ArrayDeque<>();
    public Optional<AccessPolicy.Merging> merging = Optional.empty();
    public Optional<Boolean> sendForbidden = Optional.empty();
    public final List<HostAccess.OrderLine> orders = new ArrayList<>();
    public final List<HostAccess.Entry> allows = new ArrayList<>();
    public final List<HostAccess.Entry> denies = new ArrayList<>();
    public final List<HostAccess.SatisfyLine> satisfy = new ArrayList<>();
    private Optional<Place> lastOfHosts = Optional.empty();
    /** Whether {@code PassmatchAccessControl Elsewhere} stands in the section. */
    public boolean elsewhere;
    /** Whether a {@code Require} line of the section is not obeyed; then none of them is. */
    private Optional<Place> unobeyed = Optional.empty();

    /** The methods to which a line applies at this place. */
    public Methods methods() {
        return limits.isEmpty() ? Methods.ALL : limits.peek();
    }

    /** Whether this place is inside of {@code <Limit>} or {@code <LimitExcept>}. */
    public boolean isLimited() {
        return !limits.isEmpty();
    }

    /** Whether this place is inside of {@code <RequireAll>}, {@code <RequireAny>} or {@code <RequireNone>}. */
    public boolean isInContainer() {
        return !containers.isEmpty();
    }

    /** Whether all lines at this place must be met. */
    public boolean isInAll() {
        return !containers.isEmpty() && containers.peek().all;
    }

    /** Opens {@code <Limit>} or {@code <LimitExcept>}. */
    public void openLimit(Methods inner) {
        limits.push(methods().and(inner));
    }

    public void closeLimit() {
        limits.pop();
    }

    /** Opens {@code <RequireAll>}, {@code <RequireAny>} or {@code <RequireNone>}. */
    public void openContainer(Place place, String name, boolean all, boolean negated) {
        containers.push(new Open(place, "<" + name + ">", all, negated));
    }

    /** Closes the container, and adds it to the outer one. */
    public Authorization.Container closeContainer() {
        Authorization.Container closed = containers.pop().closed();
        if (!closed.lines().isEmpty()) add(closed);
        return closed;
    }

    /** A {@code Require} line. */
    public void require(Place place, String text, Requirement requirement, boolean negated) {
        add(new Authorization.Line(place, text, requirement, negated, methods()));
    }

    /** A {@code Require} line which is not obeyed. */
    public void requireUnobeyed(Place place, String text) {
        unobeyed = unobeyed.or(() -> Optional.of(place));
        add(new Authorization.Line(place, text, new Requirement.All(false), false, methods()));
    }

    private void add(Authorization line) {
        (containers.isEmpty() ? lines : containers.peek().lines).add(line);
    }

    /** An {@code Order}, {@code Allow}, {@code Deny} or {@code Satisfy} line stands here. */
    public void hostLine(Place place) {
        lastOfHosts = Optional.of(place);
    }

    /** Whether no line restricts access. */
    public boolean isEmpty() {
        return lines.isEmpty() && lastOfHosts.isEmpty();
    }

    /** Whether a line of the section grants access to everybody. */
    public boolean grantsAll() {
        return lines.stream().anyMatch(line -> line instanceof Authorization.Line one && !one.negated() && one.requirement().equals(new Requirement.All(true)));
    }

    /** Whether a {@code Require} line depends on the user. */
    public boolean needsUser() {
        return lines.stream().anyMatch(line -> line.any(Requirement.OfUser.class::isInstance));
    }

    /** Whether there is a {@code Require group}. */
    public boolean usesGroups() {
        return lines.stream().anyMatch(line -> line.any(Requirement.Group.class::isInstance));
    }

    AccessPolicy build() {
        HostAccess hosts = lastOfHosts.map(place -> new HostAccess(orders, allows, denies, satisfy, place)).orElse(HostAccess.NONE);
        return new AccessPolicy(requirement(), merging, sendForbidden, hosts);
    }

    /** If a line is not obeyed, something else decides about the whole section; without {@code PassmatchAccessControl}, the configuration has an error. */
    private Optional<Authorization> requirement() {
        if (unobeyed.isPresent())
            return Optional.of(new Authorization.Line(unobeyed.get(), "PassmatchAccessControl Elsewhere", new Requirement.All(true), false, Methods.ALL));
        if (lines.isEmpty()) return Optional.empty();
        return Optional.of(new Authorization.Container(lines.get(0).place(), "Require", false, false, lines));
    }
}
