package io.github.passmatch.boot;

import io.github.passmatch.web.ProxyFilter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Registers the filter, if the properties contain rules ({@link HasRules}) and the application does not register a {@code ProxyFilter} itself; with the Actuator, also an endpoint and a health
 * indicator. The interface of a health indicator has one package in Spring Boot 3 and another in Spring Boot 4; only the classes for the present version are loaded.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({FilterRegistrationBean.class, MeterRegistry.class})
@Conditional(HasRules.class)
@ConditionalOnMissingBean(value = ProxyFilter.class, parameterizedContainer = FilterRegistrationBean.class)
@EnableConfigurationProperties(PassmatchProperties.class)
final class PassmatchAutoConfiguration {

    private static final String SECURITY_ORDER = "spring.security.filter.order";
    private static final int DEFAULT_SECURITY_ORDER = -100;

    @Bean
    FilterRegistrationBean<ProxyFilter> passmatch(PassmatchProperties properties, Environment environment, ResourceLoader resources, ObjectProvider<MeterRegistry> registry,
            ObjectProvider<ObservationRegistry> observations) {
        ProxyFilter filter = new RuleSource(properties, environment, resources).filter(registry.getIfUnique());
        observations.ifUnique(filter::observedBy);
        FilterRegistrationBean<ProxyFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setName("passmatch");
        registration.addUrlPatterns("/*");
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        registration.setAsyncSupported(true);
        registration.setOrder(properties.order() != null ? properties.order() : environment.getProperty(SECURITY_ORDER, Integer.class, DEFAULT_SECURITY_ORDER) + 1);
        return registration;
    }

    /** The endpoint of the Actuator. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    static final class OfEndpoint {

        @Bean
        @ConditionalOnAvailableEndpoint
        PassmatchEndpoint passmatchEndpoint(FilterRegistrationBean<ProxyFilter> passmatch) {
            return new PassmatchEndpoint(passmatch.getFilter());
        }
    }

    /** The health indicator for Spring Boot 3. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
    static final class OfHealth3 {

        @Bean
        @ConditionalOnEnabledHealthIndicator("passmatch")
        PassmatchHealth3 passmatchHealthIndicator(FilterRegistrationBean<ProxyFilter> passmatch, PassmatchProperties properties) {
            return new PassmatchHealth3(new HealthDetails(passmatch.getFilter(), properties.origin()));
        }
    }

    /** The health indicator for Spring Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator.class)
    static final class OfHealth4 {

        @Bean
        @org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator("passmatch")
        PassmatchHealth4 passmatchHealthIndicator(FilterRegistrationBean<ProxyFilter> passmatch, PassmatchProperties properties) {
            return new PassmatchHealth4(new HealthDetails(passmatch.getFilter(), properties.origin()));
        }
    }
}
