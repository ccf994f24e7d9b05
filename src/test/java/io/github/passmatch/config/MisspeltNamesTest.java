package io.github.passmatch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MisspeltNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"PASSMATCH_CONFG", "PASSMATCH_CONF", "PASSMATCH_CFG", "PASSMATCH_CONFIGS", "PASMATCH_CONFIG", "passmatch_config", "PASSMATCHCONFIG"})
    void similarVariablesAreReported(String name) {
        assertEquals(List.of("the environment variable " + name + " is not used; did you mean PASSMATCH_CONFIG?"), MisspeltNames.warnings(List.of(name), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASSMATCH_CONFIG", "PASSMATCH_CONFIG_A", "PASSMATCH_CONFIG_SHOP", "PASSMATCH_PORT", "PASSMATCH_SERVICE_HOST", "PASSMATCH_PORT_80_TCP", "PATH"})
    void otherVariablesAreNotReported(String name) {
        assertEquals(List.of(), MisspeltNames.warnings(List.of(name), List.of()));
    }

    @Test
    void similarSystemPropertiesAreReported() {
        assertEquals(List.of("the system property passmatch.confg is not used; did you mean passmatch.config?"),
                MisspeltNames.warnings(List.of(), List.of("passmatch.confg", "passmatch.config", "passmatch.config.a", "passmatch.async", "java.version")));
    }
}
