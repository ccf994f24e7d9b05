package io.github.passmatch.diagnose.status;

import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.Changes;
import io.github.passmatch.rules.balance.CheckHistory;
import io.github.passmatch.rules.balance.Failover;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.balance.Method;
import io.github.passmatch.rules.balance.Skip;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.balance.StickySession;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.health.HealthCheck;
import io.github.passmatch.rules.health.HealthMethod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes the balancers and their members as HTML, with a form for each. The words of httpd's page are kept. Works without JavaScript. */
final class ManagerHtml {

    private static final List<String> OF_MEMBERS = List.of("Worker URL", "Route", "RouteRedir", "Factor", "Set", "Status", "Elected", "Busy", "Load", "To", "From", "Health check");
    private static final List<String> COUNTERS = OF_MEMBERS.subList(6, 11);
    private static final List<String> OF_BALANCERS = List.of("StickySession", "DisableFailover", "Timeout", "FailoverAttempts", "Method");

    private final ManagerPage page;
    private final Html html = new Html();

    private ManagerHtml(ManagerPage page) {
        this.page = page;
    }

    static String of(ManagerPage page) {
        return new ManagerHtml(page).write();
    }

    private String write() {
        StatusHtml.begin("Balancer Manager", html);
        page.refusal().ifPresent(why -> html.element("p", "Nothing was changed: " + why, "class", "bad"));
        page.outcome().ifPresent(outcome -> {
            html.element("p", outcome.done().isEmpty() ? "Nothing was changed." : "Changed: " + String.join(", ", outcome.done()), "class", outcome.done().isEmpty() ? "dim" : "good");
            outcome.rejected().ifPresent(why -> html.element("p", "The member was not added: " + why, "class", "bad"));
            outcome.ignored().forEach(why -> html.element("p", "Ignored: " + why, "class", "bad"));
        });
        html.element("p", "Changes are kept when the configuration is read again, until the process ends.", "class", "dim");
        if (page.balancers().isEmpty()) html.element("p", "The configuration has no balancers.");
        page.balancers().forEach(this::balancer);
        return html.close().close().close().toString();
    }

    private void balancer(Balancing balancing) {
        Balancer balancer = balancing.balancer();
        html.open("section", "class", "card").element("h2", balancer.url() + (balancer.server().isEmpty() ? "" : " of " + balancer.server()));
        html.element("p", balancer.place().fileAndLine(), "class", "dim");
        settings(balancer);
        table(OF_MEMBERS);
        balancing.members().forEach(this::row);
        html.close().close();
        if (page.nonces().containsKey(balancer.id())) {
            balancing.members().forEach(one -> memberForm(balancer, one));
            balancerForm(balancer);
            if (balancer.settings().growth().limit() > 0) additionForm(balancer);
        } else {
            html.element("p", "nonce=None: this balancer cannot be changed here.", "class", "dim");
        }
        html.close();
    }

    private void settings(Balancer balancer) {
        Failover failover = balancer.settings().failover();
        table(OF_BALANCERS);
        html.open("tr");
        cells(OF_BALANCERS, balancer.settings().sticky().map(StickySession::names).orElse("(None)"), failover.keepsSessions() ? "On" : "Off", failover.patience().toSeconds(),
                failover.furtherAttempts(balancer.members().size()), balancer.settings().method());
        html.close().close().close();
    }

    private void table(List<String> columns) {
        html.open("table").open("thead").open("tr");
        columns.forEach(name -> html.element("th", name));
        html.close().close().open("tbody");
    }

    private void row(Standing one) {
        Member.Role role = one.member().role();
        html.open("tr");
        cells(OF_MEMBERS, one.member().url(), role.route(), role.redirect(), ManagerPage.factor(one), role.lbset());
        html.open("td", "data-name", "Status").text(page.words(one));
        one.unusable(page.now()).map(Skip::because).ifPresent(why -> html.element("p", why, "class", "bad"));
        html.close();
        cells(COUNTERS, one.state().elected(), one.state().busy(), one.turn(), one.state().sent(), one.state().read());
        html.open("td", "data-name", "Health check");
        one.member().health().ifPresent(check -> html.text(check.description() + ", each " + check.interval().toMillis() + "ms"));
        one.state().checks().ifPresent(this::check);
        html.close().close();
    }

    private void check(CheckHistory history) {
        html.element("p", history.last() + ", since " + Figures.clock(history.since()), "class", history.last().passed() ? "good" : "bad");
    }

    private void cells(List<String> names, Object... values) {
        for (int i = 0; i < values.length; i++) html.element("td", values[i].toString(), "data-name", names.get(i));
    }

    private void memberForm(Balancer balancer, Standing one) {
        form("Change " + one.member().url(), balancer);
        html.empty("input", "type", "hidden", "name", "w", "value", one.member().url());
        input("Load factor", "w_lf", ManagerPage.factor(one));
        input("LB Set", "w_ls", one.member().role().lbset());
        input("Route", "w_wr", one.member().role().route());
        input("Route Redirect", "w_rr", one.member().role().redirect());
        flag("Ignore Errors", "w_status_I", one.has(WorkerFlag.IGNORE_ERRORS));
        flag("Draining Mode", "w_status_N", one.has(WorkerFlag.DRAINING));
        flag("Disabled", "w_status_D", one.has(WorkerFlag.DISABLED));
        flag("Hot Standby", "w_status_H", one.has(WorkerFlag.STANDBY));
        flag("Hot Spare", "w_status_R", one.has(WorkerFlag.SPARE));
        flag("HC Fail", "w_status_C", one.has(WorkerFlag.CHECK_FAILED));
        flag("Stopped", "w_status_S", one.has(WorkerFlag.STOPPED));
        Optional<HealthCheck> check = one.member().health();
        select("HC Method", "w_hm", check.map(HealthCheck::method).map(HealthMethod::toString).orElse(Changes.OfHealth.NO_METHOD),
                Stream.concat(Stream.of(Changes.OfHealth.NO_METHOD), Stream.of(HealthMethod.values()).map(HealthMethod::toString)).toList());
        input("HC Interval (ms)", "w_hi", check.map(HealthCheck::interval).map(time -> String.valueOf(time.toMillis())).orElse(""));
        input("Passes trigger", "w_hp", check.map(HealthCheck::passes).map(String::valueOf).orElse(""));
        input("Fails trigger", "w_hf", check.map(HealthCheck::fails).map(String::valueOf).orElse(""));
        input("HC uri (empty: no change)", "w_hu", "");
        endForm();
    }

    private void balancerForm(Balancer balancer) {
        form("Change " + balancer.url(), balancer);
        select("LBmethod", "b_lbm", balancer.settings().method().toString(), Stream.of(Method.values()).map(Method::toString).toList());
        input("Timeout", "b_tmo", balancer.settings().failover().patience().toSeconds());
        input("Failover Attempts", "b_max", balancer.settings().failover().maxAttempts().isPresent() ? balancer.settings().failover().maxAttempts().getAsInt() : "");
        flag("Disable Failover", "b_sforce", balancer.settings().failover().keepsSessions());
        input("Sticky Session (- for none)", "b_ss", balancer.settings().sticky().map(StickySession::names).orElse("-"));
        endForm();
    }

    private void additionForm(Balancer balancer) {
        form("Add a member to " + balancer.url() + " (growth=" + balancer.settings().growth().limit() + ")", balancer);
        input("Add New Worker", "b_nwrkr", "");
        labelled("Are you sure?", "b_wyes", () -> html.empty("input", "type", "checkbox", "name", "b_wyes", "value", "1", "aria-label", "Are you sure?"));
        endForm();
    }

    private void form(String title, Balancer balancer) {
        html.open("details").element("summary", title).open("form", "method", "post");
        html.empty("input", "type", "hidden", "name", "b", "value", balancer.id());
        html.empty("input", "type", "hidden", "name", "nonce", "value", page.nonces().get(balancer.id())).open("dl");
    }

    private void endForm() {
        html.close().element("button", "Submit").close().close();
    }

    private void input(String label, String name, Object value) {
        labelled(label, name, () -> html.empty("input", "name", name, "value", value.toString(), "size", "8", "aria-label", label));
    }

    private void flag(String label, String name, boolean on) {
        labelled(label, name, () -> {
            html.open("select", "name", name, "aria-label", label);
            option("1", "On", on);
            option("0", "Off", !on);
            html.close();
        });
    }

    private void select(String label, String name, String present, List<String> all) {
        labelled(label, name, () -> {
            html.open("select", "name", name, "aria-label", label);
            all.forEach(value -> option(value, value, value.equals(present)));
            html.close();
        });
    }

    private void option(String value, String text, boolean selected) {
        if (selected) html.element("option", text, "value", value, "selected", "");
        else html.element("option", text, "value", value);
    }

    private void labelled(String label, String name, Runnable control) {
        html.open("div").element("dt", label, "title", name).open("dd");
        control.run();
        html.close().close();
    }
}
