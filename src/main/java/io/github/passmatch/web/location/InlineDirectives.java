package io.github.passmatch.web.location;

import io.github.passmatch.config.problem.ConfigSource;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads the lines of the init-param {@code directives}. Messages show the line and column in {@code web.xml}, if the text is found there unchanged. */
final class InlineDirectives {

    private static final String WEB_XML = "/WEB-INF/web.xml";
    private static final String OTHER_PLACE = "init-param directives";

    private InlineDirectives() { }

    /** @param directory to which relative file names are resolved */
    static ConfigSource source(String directives, ServletContext context, Path directory) {
        String text = directives.replace("\r\n", "\n");
        String web = webXml(context);
        int at = text.isBlank() ? -1 : web.indexOf(text);
        boolean once = at >= 0 && web.indexOf(text, at + 1) < 0;
        return once ? new ConfigSource("web.xml", before(web, at) + text, directory) : new ConfigSource(OTHER_PLACE, directives, directory);
    }

    /** Empty lines and spaces, so that lines and columns are counted as in {@code web.xml}. */
    private static String before(String web, int at) {
        String before = web.substring(0, at);
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        return "\n".repeat(lines) + " ".repeat(at - before.lastIndexOf('\n') - 1);
    }

    private static String webXml(ServletContext context) {
        try (InputStream in = context.getResourceAsStream(WEB_XML)) {
            return in == null ? "" : ConfigSource.decode(in.readAllBytes()).replace("\r\n", "\n");
        } catch (IOException e) {
            return "";
        }
    }
}
