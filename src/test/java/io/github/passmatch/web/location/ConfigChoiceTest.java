package io.github.passmatch.web.location;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.testing.LogLines;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several configurations counts, and what the log says of the others. */
class ConfigChoiceTest {

    private static final String RULE = "ProxyPass /a http://127.0.0.1:1/";

    @TempDir
    private Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> initParameters = new HashMap<>();
    private String webXml = "";
    private String contextPath = "/my-shop";
    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(directory.resolve("outside.conf"), RULE);
    }

    private String locate() throws Exception {
        try (LogLines log = LogLines.only("passmatch")) {
            ConfigLocator.locate(filter(), environment::get).read();
            return String.join("\n", log.lines());
        }
    }

    private FilterConfig filter() {
        ServletContext context = stub(ServletContext.class, (method, argument) -> switch (method) {
            case "getContextPath" -> contextPath;
            case "getResourceAsStream" -> new ByteArrayInputStream(webXml.getBytes(StandardCharsets.UTF_8));
            default -> null;
        });
        return stub(FilterConfig.class, (method, argument) -> switch (method) {
            case "getServletContext" -> context;
            case "getInitParameter" -> initParameters.get(argument);
            case "getInitParameterNames" -> Collections.enumeration(initParameters.keySet());
            default -> "passmatch";
        });
    }

    private interface Method {
        Object call(String name, Object argument);
    }

    private static <T> T stub(Class<T> type, Method method) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> method.call(called.getName(), arguments == null ? null : arguments[0])));
    }

    @Test
    void aNameForAllWebappsThatBeatsAWebappsOwnDirectivesIsWarnedOfWithTheNamesForOneWebapp() throws Exception {
        environment.put("PASSMATCH_CONFIG", file.toString());
        initParameters.put("directives", RULE);
        String log = locate();
        assertTrue(log.contains("the init-param directives is not used, because the environment variable PASSMATCH_CONFIG names " + file + " for every webapp"), log);
        assertTrue(log.contains("use the system property passmatch.config.my-shop, the environment variable PASSMATCH_CONFIG_MY_SHOP or the context parameter passmatch.config"), log);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"/my-shop,PASSMATCH_CONFIG_MY_SHOP", "'',PASSMATCH_CONFIG_ROOT", "/a/b,PASSMATCH_CONFIG_A_B"})
    void aNameForOneWebappGoesBeforeANameForAll(String path, String variable) throws Exception {
        contextPath = path;
        environment.put("PASSMATCH_CONFIG", directory.resolve("none.conf").toString());
        environment.put(variable, file.toString());
        initParameters.put("directives", RULE);
        assertEquals("the rules come from " + file + ", named by the environment variable " + variable + "\nthe init-param directives is not used", locate());
    }

    @Test
    void aNameForAnotherWebappDoesNotCount() throws Exception {
        environment.put("PASSMATCH_CONFIG_OTHER", file.toString());
        initParameters.put("directives", RULE);
        assertEquals("the rules come from the init-param directives of the filter passmatch", locate());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            directive | did you mean "directives"?
            Config    | did you mean "config"?
            colour    | the init-params are directives and config
            """)
    void anInitParamThatIsNoneIsWarnedOf(String name, String advice) throws Exception {
        initParameters.put(name, RULE);
        environment.put("PASSMATCH_CONFIG", file.toString());
        String log = locate();
        assertTrue(log.startsWith("the filter has no init-param \"" + name + "\", so it is not used; " + advice), log);
    }

    @Test
    void whereThereIsNoConfigurationTheMessageListsAllPlaces() {
        String message = assertThrows(ServletException.class, this::locate).getMessage();
        for (String place : new String[] {"the system property passmatch.config.my-shop: not set", "the environment variable PASSMATCH_CONFIG_MY_SHOP: not set", "the context parameter passmatch.config: not set",
            "the system property passmatch.config: not set", "the environment variable PASSMATCH_CONFIG: not set", "the init-param directives: not set", "/WEB-INF/proxy.conf in the webapp"})
            assertTrue(message.contains(place), message);
    }

    @Test
    void aNamedFileThatIsMissingIsToldWithWhatNamesIt() {
        environment.put("PASSMATCH_CONFIG", directory.resolve("none.conf").toString());
        String message = assertThrows(ServletException.class, this::locate).getMessage();
        assertTrue(message.contains(directory.resolve("none.conf") + ", named by the environment variable PASSMATCH_CONFIG, is not a readable file"), message);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            <web-app>\\n<param-value><![CDATA[\\n  ProxyPass /a\\n]]></param-value> | web.xml:3
            <web-app><!-- other -->                                                  | init-param directives:2
            """)
    void problemsInDirectivesHaveTheirLineInWebXmlWhereItIsKnown(String web, String place) {
        webXml = web.replace("\\n", "\n");
        initParameters.put("directives", "\n  ProxyPass /a\n");
        String message = assertThrows(ConfigException.class, this::locate).getMessage();
        assertTrue(message.startsWith(place + ":"), message);
    }
}
