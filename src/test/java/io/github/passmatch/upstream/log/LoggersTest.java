package io.github.passmatch.upstream.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.passmatch.testing.LackingClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggersTest {

    @Test
    void withAnSlf4jProviderTheyAreThoseOfTheProvider() {
        assertSame(LoggerFactory.getLogger("passmatch"), Loggers.of("passmatch"));
    }

    @Test
    void withoutAnSlf4jProviderLinesGoToTheLogOfTheContainer() throws Exception {
        try (LackingClassLoader application = new LackingClassLoader("META-INF.services.org.slf4j.")) {
            Class<?> loggers = application.loadClass(Loggers.class.getName());
            List<String> lines = new ArrayList<>();
            BiConsumer<String, Throwable> container = (line, cause) -> lines.add(line + (cause == null ? "" : " " + cause));
            Object early = loggers.getMethod("of", String.class).invoke(null, "passmatch");
            loggers.getMethod("fallBackTo", BiConsumer.class).invoke(null, container);
            log(early, "debug", "nobody asks for this");
            log(early, "info", "rule 1");
            Class<?> logger = application.loadClass("org.slf4j.Logger");
            logger.getMethod("warn", String.class, Object.class, Object.class).invoke(early, "{} of {}", 1, 2);
            logger.getMethod("error", String.class, Throwable.class).invoke(early, "broken", new IllegalStateException("for the test"));
            assertEquals(List.of("INFO passmatch: rule 1", "WARN passmatch: 1 of 2", "ERROR passmatch: broken java.lang.IllegalStateException: for the test"), lines);
        }
    }

    private static void log(Object logger, String level, String line) throws ReflectiveOperationException {
        logger.getClass().getClassLoader().loadClass("org.slf4j.Logger").getMethod(level, String.class).invoke(logger, line);
    }
}
