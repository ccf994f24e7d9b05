package io.github.passmatch.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpClientLibrariesTest {

    /** The application's classes, but for some: as if its build had chosen libraries that lack them. */
    private static final class Lacking extends URLClassLoader {
        private final String prefix;

        Lacking(String prefix) throws IOException {
            super(classPath(), ClassLoader.getPlatformClassLoader());
            this.prefix = prefix;
        }

        private static URL[] classPath() throws IOException {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")).split(File.pathSeparator)) urls.add(Path.of(entry).toUri().toURL());
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(prefix)) throw new ClassNotFoundException(name);
            return super.loadClass(name, resolve);
        }

        @Override
        public URL findResource(String name) {
            return name.startsWith(prefix.replace('.', '/')) ? null : super.findResource(name);
        }

        Optional<?> problem() throws ReflectiveOperationException {
            Method problem = loadClass(HttpClientLibraries.class.getName()).getMethod("problem");
            return (Optional<?>) problem.invoke(null);
        }
    }

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
        try (Lacking application = new Lacking(lacking)) {
            String problem = application.problem().orElseThrow().toString();
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
