package io.github.passmatch.config;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.parameter.Parameter;
import io.github.passmatch.config.parameter.Parameters;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.ReuseDecision.Cause;
import io.github.passmatch.rules.match.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which rules a text gives, and the messages about mistakes. */
class ConfigReaderTest {

    private static Reading read(String... lines) throws ConfigException {
        return ConfigReader.read(new ConfigSource("c", String.join("\n", lines)), Map.of("PORT", "8081"));
    }

    private static List<Rule> rules(String... lines) throws ConfigException {
        return read(lines).config().rules();
    }

    private static ConnectionSettings connections(String... lines) throws ConfigException {
        return rules(lines).get(0).destination().orElseThrow().connections();
    }

    private static String problems(String text) {
        try {
            return read(text.replace("\\n", "\n")).problems().stream().map(ConfigReaderTest::show).collect(joining(" ;; "));
        } catch (ConfigException e) {
            return e.problems().stream().map(ConfigReaderTest::show).collect(joining(" ;; "));
        }
    }

    private static String errors(String text) {
        ConfigException e = assertThrows(ConfigException.class, () -> read(text.replace("\\n", "\n")));
        return e.problems().stream().filter(problem -> problem.severity() == Problem.Severity.ERROR).map(ConfigReaderTest::show).collect(joining(" ;; "));
    }

    private static String show(Problem problem) {
        return problem.severity().name().charAt(0) + "@" + problem.place().line() + ":" + problem.place().column() + " " + problem.message() + (problem.hint().isEmpty() ? "" : " -> " + problem.hint());
    }

    @Test
    void fileOfTheStoryIsRead() throws ConfigException {
        Reading reading = read("LoadModule mpm_event_module modules/mod_mpm_event.so", "Listen 80", "", "# enable proxy",
                "ProxyPassMatch \"^/app/users/([0-9]{4})$\" \"http://app:1323/users/$1\"");
        Rule rule = reading.config().rules().get(0);
        assertEquals("ProxyPassMatch ^/app/users/([0-9]{4})$ http://app:1323/users/$1", rule.toString());
        assertEquals(Cause.BACK_REFERENCE, rule.destination().orElseThrow().connections().reuse().cause());
        assertEquals("c:5", rule.place().fileAndLine());
        assertEquals(80, reading.config().listen().get(0).port());
        assertEquals(List.of(Finding.NOT_OURS, Finding.BACK_REFERENCE), reading.problems().stream().map(Problem::finding).toList());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ProxyPass /a http://h/                                                   | DEFAULT
            ProxyPassMatch ^/a http://h/                                             | DEFAULT
            ProxyPassMatch ^/a/(.*) http://h/$1                                      | BACK_REFERENCE
            ProxyPassMatch ^/a/(.*) http://h/$y                                      | BACK_REFERENCE
            ProxyPassMatch ^/a/(.*) http://h/\\$1                                    | BACK_REFERENCE
            ProxyPass /a http://h/$1                                                 | DEFAULT
            ProxyPass ~ ^/a/(.*) http://h/$1                                         | BACK_REFERENCE
            ProxyPassMatch ^/a/(.*) http://h/$1 enablereuse=on                       | ENABLEREUSE_ON
            ProxyPassMatch ^/a/(.*) http://h/$1 disablereuse=off                     | DISABLEREUSE_OFF
            ProxyPassMatch ^/a/(.*) http://h:80$1 enablereuse=on                     | ENABLEREUSE_ON
            ProxyPassMatch ^/a/(.*) http://$1/ enablereuse=on                        | VARYING_AUTHORITY
            ProxyPassMatch ^/a/(.*) http://h$1/x enablereuse=on                      | VARYING_AUTHORITY
            ProxyPassMatch ^/a/(.*) http://h:$1/ enablereuse=on                      | VARYING_AUTHORITY
            ProxyPass /a http://h/ disablereuse=on                                   | DISABLEREUSE_ON
            ProxyPass /a http://h/ enablereuse=off                                   | ENABLEREUSE_OFF
            ProxyPass /a http://h/ enablereuse=on disablereuse=on                    | DISABLEREUSE_ON
            ProxyPass /a http://h/ disablereuse=on enablereuse=on                    | ENABLEREUSE_ON
            ProxyPass /a http://h/ addressttl=0 enablereuse=on                       | ADDRESS_TTL_ZERO
            ProxyPass /a http://h/ addressttl=60                                     | DEFAULT
            ProxyPass /a http://h/ keepalive=on                                      | DEFAULT
            ProxyPass /a http://h/ enablereuse=on \\n SetEnv proxy-nokeepalive 0     | NO_KEEPALIVE_SET
            SetEnv force-proxy-request-1.0 \\n ProxyPass /a http://h/                | HTTP_1_0_FORCED
            SetEnv proxy-nokeepalive 1 \\n UnsetEnv proxy-nokeepalive \\n ProxyPass /a http://h/ | DEFAULT
            """)
    void reuseDecisionDependsOnTheLines(String lines, Cause cause) throws ConfigException {
        assertEquals(cause, connections(lines.split(" *\\\\n *")).reuse().cause());
    }

    @Test
    void timesFallBackAsInHttpd() throws ConfigException {
        ConnectionSettings all = connections("ProxyPass /a http://h/ timeout=500ms acquire=300 ttl=2min connectiontimeout=3 max=7", "ProxyTimeout 9");
        assertEquals(List.of(Duration.ofMillis(500), Duration.ofMillis(300), Duration.ofMinutes(2), Duration.ofSeconds(3)),
                List.of(all.timeout(), all.acquire(), all.ttl().orElseThrow(), all.connectTimeout()));
        assertEquals(7, all.max());
        assertEquals(Duration.ofSeconds(9), connections("ProxyPass /a http://h/", "ProxyTimeout 9", "Timeout 8").acquire());
        assertEquals(Duration.ofSeconds(8), connections("Timeout 8", "ProxyPass /a http://h/").connectTimeout());
        assertEquals(ConnectionSettings.DEFAULT_TIMEOUT, connections("ProxyPass /a http://h/").timeout());
        assertEquals(ConnectionSettings.UNLIMITED, connections("ProxyPass /a http://h/ max=0").max());
    }

    @Test
    void wordsAreSplitAsHttpdDoes() throws ConfigException {
        assertEquals("ProxyPass /a http://h/x", rules("pROXYpASS '/a'\"http://h/x\" TIMEOUT=5").get(0).toString());
        assertEquals("ProxyPass /a b http://h/x", rules("ProxyPass \"/a b\" \\", "  http://h/x").get(0).toString());
        assertEquals("ProxyPassMatch \\.gif$ http://h", rules("ProxyPassMatch \"\\.gif$\" http://h\r").get(0).toString());
        assertEquals("ProxyPass /a http://h/x", rules("# swallowed \\", "ProxyPass /b http://h", "ProxyPass /a http://h/x").get(0).toString());
        assertEquals("ProxyPass /a http://h:8081/v", rules("Define P v", "ProxyPass /a http://h:${PORT}/${P}").get(0).toString());
        assertEquals("ProxyPass /a http://h/$%7BNO%7D", "ProxyPass /a " + rules("ProxyPass /a http://h/${NO}").get(0).destination().orElseThrow().target().text().replace("{", "%7B").replace("}", "%7D"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ProxyPass /a http://h/ timeut=5              | E@1:24 unknown parameter "timeut" -> did you mean "timeout"?
            ProxyPass /a http://h/ enableuse=on          | E@1:24 unknown parameter "enableuse" -> did you mean "enablereuse"?
            ProxyPass /a http://h/ timeout=1m            | E@1:32 timeout takes a time such as 500ms, 5s, 2min or 1h (a bare number is in s), not "1m" -> "m" could be minutes or milliseconds: write min or ms
            ProxyPass /a http://h/ timeout="5"           | E@1:32 timeout takes a time such as 500ms, 5s, 2min or 1h (a bare number is in s), not ""5"" -> quotes inside a word are taken literally: write "timeout=5" or leave them out
            ProxyPass /a http://h/ totaltimeout=1m       | E@1:37 totaltimeout takes a time such as 500ms, 5s, 2min or 1h (a bare number is in s), not "1m" -> "m" could be minutes or milliseconds: write min or ms
            ProxyPass /a http://h/ totaltimeout=0        | E@1:37 totaltimeout must be at least 1ms, not 0
            ProxyPass /a http://h/ timeout=0             | E@1:32 timeout must be at least 1ms, not 0
            ProxyPass /a http://h/ retry=abc             | E@1:30 retry takes a time such as 500ms, 5s, 2min or 1h (a bare number is in s), not "abc"
            ProxyPass /a http://h/ max=-1                | E@1:28 max takes a whole number from 0 up, not "-1"
            ProxyPass /a http://h/ iobuffersize=8k       | E@1:37 iobuffersize takes a whole number from 512 up, not "8k"
            ProxyPass /a http://h/ enablereuse=yes       | E@1:36 enablereuse takes on or off, not "yes"
            ProxyPass /a http://h/ mapping=foo           | E@1:32 mapping takes encoded, servlet, not "foo"
            ProxyPass /a http://h/ nocanon=on            | E@1:24 nocanon takes no value -> write it without "=on"
            ProxyPass /a http://h/ timeout               | E@1:24 timeout needs a value -> write timeout=… without spaces around the =
            ProxyPass /a http://h/ =5                    | E@1:24 a parameter's name is missing before the = -> remove the spaces around the =
            ProxyPass /a http://h/ # the app             | E@1:24 a comment cannot follow a directive on its line -> put it on a line of its own
            ProxyPass /a http://h/ lbmethod=byrequests   | E@1:24 "lbmethod" is a parameter of balancers, not of a plain URL -> remove the parameter: this rule has one upstream
            ProxyPass /a http://h/ status=X              | E@1:31 status has no letter "X" -> it takes D, S, C, E, I, N, H and R, each with + or - before it
            ProxyPass /a                                 | E@1:13 ProxyPass needs a path and a URL -> write ProxyPass /app http://host:port/app
            ProxyPass app http://h/                      | E@1:11 the path "app" does not begin with a slash, so it would never match -> write "/app"
            ProxyPass /a h:1/                            | E@1:14 the URL must be absolute: h:1/ -> write http://host:port/path
            ProxyPass /a foo://h/                        | E@1:14 unknown scheme "foo": foo://h/ -> use http:// or https://
            ProxyPass /a balancer://c/                   | E@1:14 balancer://c has no members -> write BalancerMember balancer://c http://host:port for each member
            ProxyPass /a http://h:99999/                 | E@1:23 the port must be a number from 1 to 65535, was "99999": http://h:99999/
            ProxyPass /a http://h:0/                     | E@1:23 the port must be a number from 1 to 65535, was "0": http://h:0/
            ProxyPass /a http:///x                       | E@1:21 the URL has no host: http:///x -> write http://host:port/path
            ProxyPassMatch ^/a( http://h/                | E@1:20 the regular expression cannot be compiled: Unclosed group
            ProxyPassMatch ~ ^/a http://h/               | E@1:16 ProxyPassMatch takes no ~ -> ProxyPassMatch always takes a regular expression; remove the ~
            ProxyPass /a ! x                             | E@1:16 "x" is not allowed after !
            ProxyPas /a http://h/                        | E@1:1 unknown directive "ProxyPas" -> did you mean "ProxyPass"?
            PassmatchForwarded On                        | E@1:20 PassmatchForwarded takes Off, X-Forwarded, Forwarded, Both, not "On"
            PassmatchForwarded Forward                   | E@1:20 PassmatchForwarded takes Off, X-Forwarded, Forwarded, Both, not "Forward" -> did you mean "Forwarded"?
            ProxyPreserveHost yes                        | E@1:19 ProxyPreserveHost takes on or off, not "yes"
            Listen                                       | E@1:7 Listen takes a port, or an address and a port -> write Listen 80 or Listen 127.0.0.1:8080
            <IfModule x>                                 | E@1:1 <IfModule> is never closed -> write </IfModule> after the last line of the section
            </IfModule>                                  | E@1:1 </IfModule> closes nothing
            <Directory /x>\\nProxyPass /a http://h/\\n</Directory> | E@2:1 ProxyPass is not allowed in <Directory> -> put it outside of all sections
            <Location /x>\\nProxyPass /y http://h/\\n</Location> | E@2:11 ProxyPass takes no path in <Location> -> the path or URL of the section is used; remove it here
            <Location /x>\\nProxyTimeout 5\\n</Location> | E@2:1 ProxyTimeout is not allowed in <Location> -> allowed in: server
            <Location>\\nProxyPass http://h/\\n</Location> | E@1:11 <Location> needs a path
            <LocationMatch ^/(>\\n</LocationMatch> | E@1:19 the regular expression cannot be compiled: Unclosed group
            <Proxy *>\\nProxySet max=3\\n</Proxy> | E@2:1 ProxySet is not allowed in a section of patterns -> name one URL in <Proxy>
            <Proxy http://h/>\\nProxyPass http://h/\\n</Proxy> | E@2:1 ProxyPass is not allowed in <Proxy> -> allowed in: server, Location
            ProxySet max=3 | E@1:10 ProxySet needs a URL and parameters outside of <Proxy> -> write ProxySet http://host:port/path name=value
            ProxySet http://h/ mx=3 | E@1:20 unknown parameter "mx" -> did you mean "max"?
            Include none.conf | E@1:9 no file matches none.conf -> the name is relative to the directory of this file; write IncludeOptional if the file is optional
            """)
    void mistakeIsReportedWithPlaceAndHint(String text, String expected) {
        assertEquals(expected, errors(text));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ProxyPass /a http://h/\\nProxyPass /a/b http://h/2      | rule 2 can never match
            ProxyPass /a http://h\\nProxyPass /a/b !                | rule 2 can never match
            ProxyPass /app/ http://h/x                              | a trailing slash on one side only: /app/x becomes …/xx
            ProxyPass /app http://h/x/                              | a trailing slash on one side only: /app/x becomes …/x//x
            ProxyPassMatch ^/(.*) http://h/$1 keepalive=on          | keepalive= is TCP keep-alive
            ProxyPassMatch ^/(.*) http://$1/                        | host or port comes from the request
            ProxyPassMatch ^/(.*) http://h/$2                       | the URL refers to $2, but the expression has 1 group
            ProxyPassMatch ^/(?<n>.*) http://h/$n                   | groups have no names in the URL
            SetEnv proxy-keepalive 1                                | there is no variable proxy-keepalive
            SetEnv proxy-nokeepalive 0                              | its presence counts, not the value
            SetEnv proxy-nokeepaliv 1                               | mod_proxy does not read a variable
            SetEnv force-proxy-request-1.0 1                        | switches reuse off
            KeepAlive On                                            | has no effect on those to the upstream
            ProxyPass /a http://h smax=5                            | smax acts only together with ttl
            ProxyPass /a http://h retry=5                           | retry has no effect on this rule
            ProxyPass /a http://u:p@h                               | user and password in the URL are dropped
            ProxyPass /a http://h/?x=1                              | httpd would send this ? as %3F
            ProxyPass / http://h                                    | httpd would join the path to the host name
            <LocationMatch ^/b>\\nProxyPass http://h/\\n</LocationMatch> | this rule can never match: ProxyPass reads a regular expression without *, ? and [ as a plain path
            <Location "/w/*/x">\\nProxyPass http://h/\\n</Location>  | ProxyPass reads the pattern of <Location> as a regular expression
            ProxyDomain .x                                         | recognised, but has no effect yet
            ProxyPass /a http://h upgrade=NONE                      | upgrade=NONE is no protocol
            ProxyPass /a http://h "upgrade=a b"                     | upgrade takes names of protocols with commas
            ProxyPass /a http://h upgrade=h2c                       | after a switch to h2c, clients send requests that no rule and no access control sees
            ProxyWebsocketFallbackToProxyHttp Off                   | ProxyWebsocketFallbackToProxyHttp Off is not supported
            RewriteRule ^/a/(.*) http://h/$1 [P]                    | RewriteEngine is Off
            ProxyPass /a http://${NOWHERE}.x/                       | is defined neither by Define nor in the environment
            """)
    void probableMistakeIsReported(String text, String expected) {
        assertTrue(problems(text).contains(expected), () -> problems(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ProxyPass /a http://h/\nProxyPass /ab http://h/2", "ProxyPass /a/b http://h/1\nProxyPass /a http://h/2", "ProxyPassMatch ^/a$ http://h\nProxyPass /a http://h"})
    void rulesThatCanMatchAreNotReported(String text) {
        assertTrue(!problems(text).contains("never match"), () -> problems(text));
    }

    @Test
    void conditionsAreEvaluatedAsInHttpdWithProxyModules() throws ConfigException {
        assertEquals(2, rules("<IfModule mod_proxy.c>", "ProxyPass /a http://h", "</IfModule>", "<IfModule !proxy_module>", "ProxyPass /b http://h", "</IfModule>",
                "<IfDefine X>", "ProxyPass /c http://h", "</IfDefine>", "Define X", "<IfDefine X>", "ProxyPass /d http://h", "</IfDefine>").size());
    }

    @Test
    void variablesOfModProxyAreKept() throws ConfigException {
        assertEquals("proxy-sendcl", read("SetEnv proxy-sendcl 1").config().main().scope().settings().get(0).name());
    }

    @Test
    void everyParameterIsReadIgnoringCase() {
        for (Parameter parameter : Parameters.all()) {
            String word = parameter.bare() ? parameter.name().toUpperCase(Locale.ROOT) : parameter.name() + "=§";
            String said = problems("ProxyPass /a http://h " + word);
            assertTrue(!said.contains("unknown parameter"), said);
        }
    }

    @Test
    void anyTextIsReadOrReported() {
        Random random = new Random(20261124);
        String seed = "<Location /a>\nProxyPass /a \"http://h:80/$1?x\" timeout=5 \\\nProxyPassMatch ^/([a-z]{2})$ http://$1.x/ enablereuse=on\n</Location>\n<IfModule !x>\nSetEnv proxy-sendcl\n#c\\\n${A}\n";
        String alphabet = "<>/\\\"'${}()[]=!~ \n\t#aP1:*?\u00e9\u0000";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(seed);
            for (int change = random.nextInt(8); change >= 0; change--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                else text.deleteCharAt(at);
            }
            try {
                read(text.toString());
            } catch (ConfigException expected) {
                assertTrue(!expected.getMessage().isEmpty());
            } catch (RuntimeException e) {
                throw new AssertionError("on " + text, e);
            }
        }
    }

    @Test
    void renderingShowsTheLineAndACaret() {
        ConfigException e = assertThrows(ConfigException.class, () -> read("", "\tProxyPass /a http://h/ disablereus=On"));
        assertEquals("c:2:25: error: unknown parameter \"disablereus\" [unknown-parameter]\n     ProxyPass /a http://h/ disablereus=On\n                            ^ did you mean \"disablereuse\"?", e.getMessage());
    }

    @Test
    void whatIsReportedOnceIsNotCountedAsAnIgnoredLineTheSecondTime() throws Exception {
        List<Problem> problems = read("SSLProxyEngine Off", "ProxyPass /a https://a.example.org/a", "ProxyPass /b https://b.example.org/b").problems();
        assertEquals(List.of(Finding.DEPARTURE, Finding.DEPARTURE), problems.stream().map(Problem::finding).toList());
    }
}
