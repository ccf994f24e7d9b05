package io.github.passmatch.web.containers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.CountingUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The WAR with rules inside, in every way that {@code web.xml} allows. */
final class ConfiguredWars {

    /** The context name of the one that must not start. */
    static final String BROKEN = "broken";
    /** Its second line: the slip of the story. */
    static final String BAD_LINE = "ProxyPassMatch \"^/app/users/([0-9]{4})$\" \"http://127.0.0.1:1323/users/$1\" enableuse=on";

    private static final String WEB_XML = "WEB-INF/web.xml";
    private static final String NAME = "<param-name>config</param-name>";
    private static final String VALUE = "<param-value>/WEB-INF/proxy.conf</param-value>";

    private ConfiguredWars() { }

    /** Context names and WARs. */
    static Map<String, Path> make(Path base, CountingUpstream upstream) throws IOException {
        String rules = Rules.to(upstream);
        String inSection = "<Location /plain>\n  ProxyPass http://" + upstream.authority() + "/plain\n</Location>\n";
        String web = BuiltWar.entry(WEB_XML);
        assertTrue(web.contains(NAME) && web.contains(VALUE), web);
        Path wars = Files.createDirectories(base.resolve("wars"));
        Path outside = Files.writeString(base.resolve("outside.conf"), rules);
        String parameter = "<context-param><param-name>passmatch.config</param-name><param-value>" + outside + "</param-value></context-param>";
        return Map.of(
                "file", BuiltWar.variant(wars.resolve("file.war"), Map.of("WEB-INF/proxy.conf", rules, "page.txt", "the webapp's own")),
                "inline", BuiltWar.variant(wars.resolve("inline.war"), Map.of(WEB_XML,
                        web.replace(NAME, "<param-name>directives</param-name>").replace(VALUE, "<param-value><![CDATA[\n" + inSection + "]]></param-value>"))),
                "elsewhere", BuiltWar.variant(wars.resolve("elsewhere.war"), Map.of(WEB_XML, web.replace(VALUE, "<param-value>" + outside + "</param-value>"))),
                "parameter", BuiltWar.variant(wars.resolve("parameter.war"), Map.of(WEB_XML, web.replaceFirst("<filter>", parameter + "<filter>"))),
                BROKEN, BuiltWar.variant(wars.resolve("broken.war"), Map.of("WEB-INF/proxy.conf", "# one slip\n" + BAD_LINE + "\n")));
    }
}
