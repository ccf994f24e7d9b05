package io.github.passmatch.diagnose.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.diagnose.Telemetry;
import io.github.passmatch.testing.LackingClassLoader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTest {

    @Test
    void prometheusIsBuiltIn() {
        assertTrue(Registry.builtIn().prometheus().isPresent());
    }

    @ParameterizedTest(name = "without {0}")
    @ValueSource(strings = {"io.micrometer.prometheusmetrics.", "io.prometheus."})
    void anApplicationMayLeaveThePrometheusLibrariesOut(String missing) throws Exception {
        try (LackingClassLoader application = new LackingClassLoader(missing)) {
            Class<?> name = application.loadClass(FilterName.class.getName());
            Object filter = name.getConstructor(String.class, String.class, String.class).newInstance("", "", "passmatch");
            Class<?> type = application.loadClass(Telemetry.class.getName());
            try (AutoCloseable telemetry = (AutoCloseable) type.getConstructor(name).newInstance(filter)) {
                assertEquals(Optional.empty(), type.getMethod("prometheus").invoke(telemetry));
            }
        }
    }
}
