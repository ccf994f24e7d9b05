package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.figures.Json;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.ChangeForm;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.connection.WorkerFlag;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the balancer-manager shows at one moment.
 *
 * @param balancers in the order of the file
 * @param nonces    the tokens of the forms, by the ids of the balancers; a balancer without one cannot be changed
 * @param outcome   of the form that was sent; empty: none was sent
 * @param refusal   why the form was refused; empty: it was not
 * @param now       milliseconds since 1970
 */
public record ManagerPage(List<Balancing> balancers, Map<String, String> nonces, Optional<ChangeForm.Outcome> outcome, Optional<String> refusal, long now) {

    /** The words of httpd for flags, in the order of httpd. */
    private static final Map<WorkerFlag, String> WORDS = Map.of(WorkerFlag.IGNORE_ERRORS, "Ign ", WorkerFlag.DRAINING, "Drn ", WorkerFlag.DISABLED, "Dis ", WorkerFlag.STOPPED, "Stop ",
            WorkerFlag.STANDBY, "Stby ", WorkerFlag.SPARE, "Spar ", WorkerFlag.CHECK_FAILED, "HcFl ");

    public ManagerPage {
        balancers = List.copyOf(balancers);
        nonces = Map.copyOf(nonces);
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(refusal, "refusal");
    }

    /** To be sent with {@link Status#POLICY}. */
    public String html() {
        return ManagerHtml.of(this);
    }

    public String json() {
        return Json.of(ManagerJson.of(this));
    }

    /** The XML of httpd's balancer-manager. */
    public String xml() {
        return ManagerXml.of(this);
    }

    /** The flags of a member as httpd's balancer-manager writes them: {@code Init Ok }. */
    String words(Standing one) {
        StringBuilder words = new StringBuilder("Init ");
        add(one, words, WorkerFlag.IGNORE_ERRORS, WorkerFlag.DRAINING, WorkerFlag.DISABLED, WorkerFlag.STOPPED);
        if (one.state().error().isPresent()) words.append("Err ");
        add(one, words, WorkerFlag.STANDBY, WorkerFlag.SPARE, WorkerFlag.CHECK_FAILED);
        return one.unusable(now).isEmpty() ? words.append("Ok ").toString() : words.toString();
    }

    private static void add(Standing one, StringBuilder words, WorkerFlag... flags) {
        for (WorkerFlag flag : flags) if (one.has(flag)) words.append(WORDS.get(flag));
    }

    /** Two decimals, as in httpd. */
    static String factor(Standing one) {
        return BigDecimal.valueOf(one.member().role().loadFactor(), 2).toString();
    }
}
