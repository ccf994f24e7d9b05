package io.github.passmatch.boot;

import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if the properties contain rules. It also matches if they contain an unknown name {@code passmatch.…}: otherwise a misspelt name would start the application without its proxy, and the check
 * of the names, which reports it, would not run.
 */
final class HasRules extends SpringBootCondition {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(PassmatchProperties.PREFIX);
    private static final Set<String> KNOWN = Set.of(PassmatchProperties.DIRECTIVES, PassmatchProperties.CONFIG, PassmatchProperties.PREFIX + ".order");
    /** Names of the process may belong to others: Kubernetes sets {@code PASSMATCH_PORT} for a Service of this name. */
    private static final Set<String> OF_PROCESS = Set.of(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Passmatch");
        Environment environment = context.getEnvironment();
        for (String name : new String[] {PassmatchProperties.DIRECTIVES, PassmatchProperties.CONFIG})
            if (PassmatchProperties.isSet(environment.getProperty(name))) return ConditionOutcome.match(message.foundExactly(name));
        return hasUnknownName(environment) ? ConditionOutcome.match(message.because("there is an unknown name " + PREFIX + ".*"))
                : ConditionOutcome.noMatch(message.didNotFind("any of the properties").items(PassmatchProperties.DIRECTIVES, PassmatchProperties.CONFIG));
    }

    private static boolean hasUnknownName(Environment environment) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment))
            if (source instanceof IterableConfigurationPropertySource names && !isOfProcess(source) && names.stream().anyMatch(HasRules::isUnknown)) return true;
        return false;
    }

    private static boolean isOfProcess(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof PropertySource<?> named && OF_PROCESS.contains(named.getName());
    }

    private static boolean isUnknown(ConfigurationPropertyName name) {
        return PREFIX.isAncestorOf(name) && !KNOWN.contains(name.toString());
    }
}
