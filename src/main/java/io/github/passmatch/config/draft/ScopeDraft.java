package io.github.passmatch.config.draft;

import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.environment.EnvironmentCondition;
import io.github.passmatch.rules.environment.EnvironmentSetting;
import io.github.passmatch.rules.environment.Switches;
import io.github.passmatch.rules.error.ErrorDocument;
import io.github.passmatch.rules.error.ErrorOverride;
import io.github.passmatch.rules.error.ErrorPolicy;
import io.github.passmatch.rules.expression.Condition;
import io.github.passmatch.rules.fields.FieldEdit;
import io.github.passmatch.rules.fields.FieldEdits;
import io.github.passmatch.rules.reverse.CookieRule;
import io.github.passmatch.rules.reverse.ReverseRule;
import io.github.passmatch.rules.reverse.ReverseRules;
import io.github.passmatch.rules.server.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Collects the settings of a server or of one section that may differ between paths. */
public final class ScopeDraft {

    public final Problems problems;
    /** The variables for {@code PassEnv}. */
    public final Map<String, String> processEnvironment;
    /** The place of the last line of each directive, by its name. */
    public final Map<String, Place> directivePlaces = new HashMap<>();
    /** Whether these are the settings of a section, not of a server. */
    public boolean ofSection;
    public Optional<Boolean> passesExpect = Optional.empty();
    public Optional<Boolean> preserveHost = Optional.empty();
    public Optional<Boolean> addHeaders = Optional.empty();
    public Optional<Boolean> interpolate = Optional.empty();
    public Optional<Boolean> canonicalName = Optional.empty();
    /** {@code SetHandler balancer-manager}. */
    public Optional<Boolean> manager = Optional.empty();
    /** The place of {@code SSLProxyEngine Off}. */
    public Optional<Place> tlsEngineOff = Optional.empty();
    public OptionalLong maxRequestBody = OptionalLong.empty();
    public final List<ReverseRule> reverse = new ArrayList<>();
    /** The same with the members of balancers instead of the balancers. */
    public List<ReverseRule> reverseOfMembers = reverse;
    /** {@code SetEnvIf} and similar directives with a condition on the request. */
    public final List<EnvironmentCondition> conditions = new ArrayList<>();
    /** {@code SetEnv}, {@code PassEnv} and {@code UnsetEnv}, which are applied after the conditions. */
    public final List<EnvironmentSetting> settings = new ArrayList<>();

    /** {@code ProxyPassReverseCookiePath} and {@code ProxyPassReverseCookieDomain}, in order. */
    public final List<CookieRule> cookies = new ArrayList<>();
    public Optional<ErrorOverride> errorOverride = Optional.empty();
    /** By status; a later line replaces an earlier one. */
    public final Map<Integer, ErrorDocument> errorDocuments = new TreeMap<>();
    /** {@code RequestHeader} and {@code Header}. */
    public final List<FieldEdit> fieldEdits = new ArrayList<>();
    /** The lines that restrict access. */
    public final AccessDraft access = new AccessDraft();

    /** {@code <If>}, {@code <ElseIf>} and {@code <Else>}. */
    public final List<ConditionalDraft> conditionals = new ArrayList<>();
    /** Whether one of the conditions of the present row of {@code <If>} and {@code <ElseIf>} is true; empty: there is no such row. */
    public Optional<Condition> earlierConditions = Optional.empty();
    /** The settings for files. */
    public final FileSettingsDraft files = new FileSettingsDraft();
    /** How users log in. */
    public final LoginDraft login = new LoginDraft();

    public ScopeDraft(Problems problems, Map<String, String> processEnvironment) {
        this.problems = problems;
        this.processEnvironment = processEnvironment;
    }

    public Scope build() {
        return new Scope(new Switches(preserveHost, addHeaders, passesExpect, interpolate, canonicalName, manager), maxRequestBody, conditions, settings, ReverseRules.of(reverseOfMembers), cookies,
                new ErrorPolicy(errorOverride, errorDocuments), new FieldEdits(fieldEdits), access.build(), login.build(), files.build(), conditionals.stream().map(ConditionalDraft::build).toList());
    }
}
