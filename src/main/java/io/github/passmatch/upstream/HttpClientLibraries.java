package io.github.passmatch.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/** Checks the Apache HttpClient of the application: a build tool may have chosen a version that Passmatch does not work with. */
public final class HttpClientLibraries {

    /** The versions that Passmatch was built with. */
    static final String HTTPCLIENT = "5.6.5";
    static final String HTTPCORE = "5.4.4";

    private HttpClientLibraries() { }

    /** What is wrong with the libraries, and what to add to the pom; empty if requests can be forwarded with them. */
    public static Optional<String> problem() {
        try {
            new LinkageCheck().run();
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (LinkageError | Exception e) {
            return Optional.of(words(version("client5"), version("core5"), e));
        }
    }

    private static String words(String client, String core, Throwable cause) {
        return "Passmatch needs Apache HttpClient 5.5 or newer, with the HttpCore that belongs to it. This application has httpclient5 " + client + " and httpcore5 " + core + " (" + cause + ")."
                + " Such versions are often set by a parent pom. With Spring Boot's parent, add to the pom:\n"
                + "  <properties>\n"
                + "    <httpclient5.version>" + HTTPCLIENT + "</httpclient5.version>\n"
                + "    <httpcore5.version>" + HTTPCORE + "</httpcore5.version>\n"
                + "  </properties>\n"
                + "and elsewhere, to <dependencyManagement>:\n"
                + managed("client5", "httpclient5", HTTPCLIENT) + managed("core5", "httpcore5", HTTPCORE) + managed("core5", "httpcore5-h2", HTTPCORE);
    }

    private static String managed(String group, String artifact, String version) {
        return "  <dependency><groupId>org.apache.httpcomponents." + group + "</groupId><artifactId>" + artifact + "</artifactId><version>" + version + "</version></dependency>\n";
    }

    private static String version(String library) {
        Properties properties = new Properties();
        try (InputStream in = HttpClientLibraries.class.getResourceAsStream("/org/apache/hc/" + library + "/version.properties")) {
            if (in == null) return "(none)";
            properties.load(in);
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
        return properties.getProperty("info.release", "of unknown version");
    }
}
