package io.github.passmatch.web.containers;

import io.github.passmatch.testing.BuiltWar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The WAR with every kind of {@code <error-page>}, rules inside; {@code /p} leads to the upstream. */
final class ErrorPageWars {

    /** What stands in each of the pages. */
    static final String PAGE = "an error page of this webapp, long enough to fill up what is missing of the answer";

    private static final String WRAPPING = "<filter><filter-name>wrapping</filter-name><filter-class>" + WrappingFilter.class.getName() + "</filter-class>"
            + "<async-supported>true</async-supported></filter><filter-mapping><filter-name>wrapping</filter-name><url-pattern>/*</url-pattern></filter-mapping>";
    private static final String BOTH = "<dispatcher>REQUEST</dispatcher><dispatcher>ASYNC</dispatcher>";

    private ErrorPageWars() { }

    /**
     * By context name.
     *
     * @param authority of the upstream
     * @param jsp       whether the container has JSP, by which a page is written with a Writer; else all are files
     */
    static Map<String, Path> make(Path directory, String authority, boolean jsp) throws IOException {
        Map<String, Path> wars = new LinkedHashMap<>();
        String written = jsp ? "/error.jsp" : "/error.html";
        wars.put("none", war(directory, "none", authority, "", BOTH, ""));
        wars.put("every", war(directory, "every", authority, "", BOTH, page("", "/error.html")));
        wars.put("type", war(directory, "type", authority, "", BOTH, page("<exception-type>java.lang.Throwable</exception-type>", written)));
        wars.put("code", war(directory, "code", authority, WRAPPING, BOTH, page("<error-code>500</error-code>", "/error.html")));
        wars.put("unmapped", war(directory, "unmapped", authority, "", "", page("", written)));
        return wars;
    }

    private static String page(String condition, String location) {
        return "<error-page>" + condition + "<location>" + location + "</location></error-page>";
    }

    private static Path war(Path directory, String name, String authority, String filterBefore, String dispatchers, String errorPage) throws IOException {
        String web = """
                <?xml version="1.0" encoding="UTF-8"?>
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
                  %s
                  <filter><filter-name>passmatch</filter-name><filter-class>io.github.passmatch.web.ProxyFilter</filter-class><async-supported>true</async-supported>
                    <init-param><param-name>directives</param-name><param-value>ProxyPass /p http://%s/x</param-value></init-param></filter>
                  <filter-mapping><filter-name>passmatch</filter-name><url-pattern>/*</url-pattern>%s</filter-mapping>
                  %s
                </web-app>
                """.formatted(filterBefore, authority, dispatchers, errorPage);
        Path war = BuiltWar.variant(directory.resolve(name + ".war"), Map.of("WEB-INF/web.xml", web, "error.html", PAGE, "error.jsp", "<%@ page isErrorPage=\"true\" %>" + PAGE));
        String wrapping = WrappingFilter.class.getName().replace('.', '/') + ".class";
        try (FileSystem zip = FileSystems.newFileSystem(war); InputStream in = ErrorPageWars.class.getClassLoader().getResourceAsStream(wrapping)) {
            Path target = zip.getPath("WEB-INF/classes/" + wrapping);
            Files.createDirectories(target.getParent());
            Files.copy(in, target);
        }
        return war;
    }
}
