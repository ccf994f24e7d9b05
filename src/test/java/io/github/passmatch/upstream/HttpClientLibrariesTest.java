package io.github.passmatch.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.LackingClassLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpClientLibrariesTest {

    @Test
    void theLibrariesOfThisBuildFit() {
        assertEquals(Optional.empty(), HttpClientLibraries.problem());
    }

    @ParameterizedTest(name = "without {0}")
    @ValueSource(strings = {
        "org.apache.hc.client5.http.impl.ConnectionHolder",     // as HttpClient 5.4
        "org.apache.hc.core5.http2.",                           // as without httpcore5-h2
        "org.apache.hc.core5.",
        "org.apache.hc.client5."
    })
    void librariesThatLackSomethingAreRefusedWithTheLinesForThePom(String lacking) throws Exception {
        try (LackingClassLoader application = new LackingClassLoader(lacking)) {
            Optional<?> found = (Optional<?>) application.loadClass(HttpClientLibraries.class.getName()).getMethod("problem").invoke(null);
            String problem = found.orElseThrow().toString();
            assertTrue(problem.contains("needs Apache HttpClient 5.5 or newer"), problem);
            assertTrue(problem.contains("<httpclient5.version>" + HttpClientLibraries.HTTPCLIENT + "</httpclient5.version>"), problem);
            assertTrue(problem.contains(lacking.equals("org.apache.hc.client5.") ? "httpclient5 (none)" : "httpclient5 5."), problem);
        }
    }

    @Test
    void theVersionsThatAreAdvisedAreThoseOfTheBuild() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        assertTrue(pom.contains("<httpclient.version>" + HttpClientLibraries.HTTPCLIENT + "</httpclient.version>"));
        assertTrue(pom.contains("<httpcore.version>" + HttpClientLibraries.HTTPCORE + "</httpcore.version>"));
    }
}
