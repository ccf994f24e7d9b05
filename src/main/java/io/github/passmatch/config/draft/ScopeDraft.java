package io.github.passmatch.config;

import io.github.passmatch.rules.CookieRule;
import io.github.passmatch.rules.EnvironmentRule;
import io.github.passmatch.rules.EnvironmentSetting;
import io.github.passmatch.rules.ErrorDocument;
import io.github.passmatch.rules.ErrorOverride;
import io.github.passmatch.rules.ErrorPolicy;
import io.github.passmatch.rules.FieldEdit;
import io.github.passmatch.rules.FieldEdits;
import io.github.passmatch.rules.ReverseRule;
import io.github.passmatch.rules.ReverseRules;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.Scope;
import io.github.passmatch.rules.Switches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What may differ from path to path, while it is read: of a server, or of one section. */
final class ScopeDraft {

    final Problems problems;
    /** What {@code PassEnv} can pass on. */
    final Map<String, String> processEnvironment;
    /** Where its directives stand, by their names; the last of each. */
    final Map<String, Place> said = new HashMap<>();
    /** Of a section, not of a whole server. */
    boolean ofSection;
    Optional<Boolean> passesExpect = Optional.empty();
    Optional<Boolean> preserveHost = Optional.empty();
    Optional<Boolean> addHeaders = Optional.empty();
    Optional<Boolean> interpolate = Optional.empty();
    Optional<Boolean> canonicalName = Optional.empty();
    OptionalLong maxRequestBody = OptionalLong.empty();
    final List<ReverseRule> reverse = new ArrayList<>();
    /** {@code SetEnvIf} and its kin, which look at the request. */
    final List<EnvironmentRule> conditions = new ArrayList<>();
    /** {@code SetEnv}, {@code PassEnv} and {@code UnsetEnv}, which follow them. */
    final List<EnvironmentSetting> settings = new ArrayList<>();

    /** {@code ProxyPassReverseCookiePath} and {@code ProxyPassReverseCookieDomain}, in order. */
    final List<CookieRule> cookies = new ArrayList<>();
    Optional<ErrorOverride> errorOverride = Optional.empty();
    /** By status; a later line replaces an earlier one. */
    final Map<Integer, ErrorDocument> errorDocuments = new TreeMap<>();
    /** {@code RequestHeader} and {@code Header}. */
    final List<FieldEdit> fieldEdits = new ArrayList<>();

    ScopeDraft(Problems problems, Map<String, String> processEnvironment) {
        this.problems = problems;
        this.processEnvironment = processEnvironment;
    }

    Scope build() {
        return new Scope(new Switches(preserveHost, addHeaders, passesExpect, interpolate, canonicalName), maxRequestBody, conditions, settings, ReverseRules.of(reverse), cookies,
                new ErrorPolicy(errorOverride, errorDocuments), new FieldEdits(fieldEdits));
    }
}
