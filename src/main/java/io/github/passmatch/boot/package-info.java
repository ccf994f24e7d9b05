/**
 * The auto-configuration for Spring Boot 3.5 and 4: registers the filter in a servlet web application whose properties contain rules, and connects it with the Actuator.
 *
 * <p>Start at {@link io.github.passmatch.boot.PassmatchAutoConfiguration}. Spring Boot loads these classes by name ({@code META-INF/spring}); nothing else in the product uses them. The libraries of
 * Spring Boot are those of the application.
 */
package io.github.passmatch.boot;
