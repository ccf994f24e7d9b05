package io.github.passmatch.rules.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.Egress;
import io.github.passmatch.rules.connection.ProtocolSettings;
import io.github.passmatch.rules.connection.ReuseDecision;
import io.github.passmatch.rules.connection.Tls;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.reverse.ReverseRule;
import io.github.passmatch.rules.target.BadTarget;
import io.github.passmatch.rules.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule takes a path and what it makes of it (mod_proxy reference, section 2). */
class RuleSetTest {

    private static final Place HERE = new Place("test.conf", 1, 1);
    static final ConnectionSettings CONNECTIONS = new ConnectionSettings(new ReuseDecision(ReuseDecision.Cause.DEFAULT, HERE), 10,
            Duration.ofSeconds(1), Optional.empty(), Duration.ofSeconds(1), Duration.ofSeconds(1), Optional.empty(), false, Optional.empty(), 8192, 0, 8192,
            Duration.ofSeconds(60), Set.of(WorkerFlag.IGNORE_ERRORS), Tls.DEFAULT, Egress.DIRECT, ProtocolSettings.DEFAULT);

    private static Rule prefix(int number, String path, String url, Destination.View view, boolean nocanon) throws BadTarget {
        return new Rule(number, HERE, "ProxyPass", new PathPrefix(Bytes.of(path)),
                url.equals("!") ? Optional.empty() : Optional.of(new Destination(Target.literal(Bytes.of(url)), view, nocanon, CONNECTIONS)), false);
    }

    private static Rule regex(int number, String regex, String url, boolean nocanon) throws BadTarget {
        return new Rule(number, HERE, "ProxyPassMatch", PathRegex.compile(Bytes.of(regex)),
                url.equals("!") ? Optional.empty() : Optional.of(new Destination(Target.withReferences(Bytes.of(url)), Destination.View.DECODED, nocanon, CONNECTIONS)), false);
    }

    private static String ask(Rule rule, String target, EncodedSlashes slashes) {
        return show(new RuleSet(List.of(rule)).match(path(target, slashes), null));
    }

    private static RequestPath path(String target, EncodedSlashes slashes) {
        int mark = target.indexOf('?');
        return new RequestPath(mark < 0 ? target : target.substring(0, mark), mark < 0 ? null : target.substring(mark + 1), slashes, true);
    }

    private static String show(Match match) {
        if (match instanceof Match.Forwarded forwarded) return forwarded.target().toString();
        if (match instanceof Match.Refused refused) return "" + refused.reason().status();
        return match instanceof Match.Excluded ? "!" : null;
    }

    @ParameterizedTest(name = "ProxyPass {0} {1}: {2} -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
            /app  | http://u/x  | /app                | http://u/x
            /app  | http://u/x  | /app/               | http://u/x/
            /app  | http://u/x  | /app/a              | http://u/x/a
            /app  | http://u/x  | /application        |
            /app  | http://u/x  | /app;v=1            |
            /app/ | http://u/x/ | /app                |
            /app/ | http://u/x/ | /app/               | http://u/x/
            /app/ | http://u/x  | /app/a              | http://u/xa
            /app  | http://u/x/ | /app/a              | http://u/x//a
            /app  | http://u    | /app                | http://u/
            /app/ | http://u    | /app/a              | http://u/a
            /     | http://u    | /a                  | http://u/a
            /     | http://u/   | /app/a              | http://u/app/a
            /app  | http://u/x  | /app/a?             | http://u/x/a?
            /app  | http://u/x  | /app?q=%2F"<        | http://u/x?q=%2F"<
            /app  | http://u/x?k=v | /app/a           | http://u/x/a?k=v
            /app  | http://u/x?k=v | /app/a?          | http://u/x/a?k=v
            /app  | http://u/x?k=v | /app/a?z         | http://u/x/a?k=v&z
            /app  | http://u/x%20y | /app/a           | http://u/x%20y/a
            /app  | http://u/x%y   | /app/a           | http://u/x%25y/a
            /app  | http://u/x#y   | /app/a           | http://u/x%23y/a
            /app  | http://u/$1    | /app/a           | http://u/$1/a
            /app  | http://[::1]:81/x | /app/a        | http://[::1]:81/x/a
            /app  | https://u:443/x | /app/a          | https://u/x/a
            /app  | HTTP://U:80/X | /app/a            | http://u/X/a
            /app  | http://u/x  | /%61pp/z            | http://u/x/z
            /app  | http://u/x  | /x/../app/./a       | http://u/x/a
            /app  | http://u/x  | /app/%2e%2e/q       |
            /app  | http://u/x  | /app/a;x=1/../b     | http://u/x/b
            /app  | http://u/x  | /app/..;/z          | http://u/x/..;/z
            /app  | http://u/x  | //app//a            | http://u/x/a
            /app  | http://u/x  | /app/a%2Bb%3Bc%40   | http://u/x/a+b;c@
            /app  | http://u/x  | /app/%3F%23%25%5C   | http://u/x/%3F%23%25%5C
            /app  | http://u/x  | /app/%0a%7f         | http://u/x/%0A%7F
            /app  | http://u/x  | /app/%c3%a9         | http://u/x/%C3%A9
            /é    | http://u/x  | /%C3%A9/a           | http://u/x/a
            /app  | http://u/x  | /app/%zz            | 400
            /app  | http://u/x  | /app/%              | 400
            /app  | http://u/x  | /app/%u1234         | 400
            /app  | http://u/x  | /app/%00            | 404
            /app  | http://u/x  | /../app             | 400
            /app  | http://u/x  | /app/a%2Fb          | 404
            /app  | http://u/x  | *                   | 400
            /app  | !           | /app/a              | !
            """)
    void prefixRulesMapAsHttpdDoes(String path, String url, String target, String expected) throws BadTarget {
        assertEquals(expected, ask(prefix(1, path, url, Destination.View.DECODED, false), target, EncodedSlashes.OFF));
    }

    @ParameterizedTest(name = "ProxyPassMatch {0} {1}: {2} -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
            /foo(.*)                | http://u/x$1        | /bar/foo/1     | http://u/x/1
            ^/foo/(.)               | http://u/x/$1       | /foo/1abc      | http://u/x/1
            ^/a                     | http://u/other      | /a/z           | http://u/other/a/z
            \\.gif$                 | http://u            | /i/x.gif       | http://u/i/x.gif
            ^/a()$                  | http://u/fixed$1    | /a             | http://u/fixed
            ^/a/(.*)$               | http://u/x/$1       | /a/$1          | http://u/x/$1
            ^/a                     | http://u/x\\y       | /a/z           | http://u/xy/a/z
            ^/a/(.*)                | http://u/x\\$1/$1   | /a/q           | http://u/x$1/q
            ^/a/(.*)                | http://u/$$1        | /a/q           | http://u/$q
            ^/(.)(.)$               | http://u/$2$1/$10   | /ab            | http://u/ba/a0
            ^/a/(.*)                | http://u/x/$2       | /a/q           | http://u/x/
            ^/a/(x)?(.*)$           | http://u/y/$1/$2    | /a/q           | http://u/y//q
            ^/a(/.*)                | http://u:8080$1     | /a/foo         | http://u:8080/foo
            ^/a/(.*)                | http://u:8080$1     | /a/foo         | http://u:8080/foo
            ^/a(.*)                 | http://u$1          | /a/foo         | http://u/foo
            ^/h/(\\w+)/(.*)         | http://$1.in/$2     | /h/one/x       | http://one.in/x
            ^/h/(\\d)/(.*)          | http://node$1/$2    | /h/7/x         | http://node7/x
            ^/h/([^/]+)/(.*)        | http://$1/$2        | /h/a%40b/x     | 400
            ^/h/([^/]+)/(.*)        | http://$1/$2        | /h/a:22/x      | 400
            ^/p/(.*)$               | http://u:$1/x       | /p/99999       | 400
            ^/p/(.*)$               | http://u:$1/x       | /p/81          | http://u:81/x
            ^/a/(.*)$               | http://u/x?p=$1     | /a/1?q=2       | http://u/x?p=1&q=2
            ^/a/(.*)$               | http://u/x?p=$1     | /a/1%26r=3%23  | http://u/x?p=1%26r%3D3%23
            ^/a/(.*)$               | http://u/$1         | /a/%3Fadmin=1  | http://u/%3Fadmin=1
            ^/a/(.*)$               | http://u/$1         | /a/%0d%0aX:%20 | http://u/%0D%0AX:%20
            ^/A/(.*)$               | http://u/$1         | /a/x           |
            (?i)^/A/(.*)$           | http://u/$1         | /a/x           | http://u/x
            ^/a$                    | http://u/x          | /a%0a          |
            ^/a.b$                  | http://u            | /a%0ab         | http://u/a%0Ab
            ^/[[:digit:]]+$         | http://u            | /12            | http://u/12
            ^/[a[b]+$               | http://u            | /a[b           | http://u/a%5Bb
            ^/(?P<some_name>\\d+)$  | http://u/$1         | /12            | http://u/12
            ^/a{b}$                 | http://u            | /a{b}          | http://u/a%7Bb%7D
            """)
    void regexRulesMapAsHttpdDoes(String regex, String url, String target, String expected) throws BadTarget {
        assertEquals(expected, ask(regex(1, regex, url, false), target, EncodedSlashes.OFF));
    }

    @ParameterizedTest(name = "AllowEncodedSlashes {0}: {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ON        | /app/a%2Fb        | http://u/x/a/b
            ON        | /app/a%2F..%2Fb   | http://u/x/b
            NO_DECODE | /app/a%2Fb%2fc    | http://u/x/a%2Fb%2fc
            NO_DECODE | /app/a%25b        | http://u/x/a%25b
            NO_DECODE | /app/a%252Fb      | http://u/x/a%252Fb
            OFF       | /other/a%2Fb      |
            """)
    void encodedSlashesFollowTheSetting(EncodedSlashes setting, String target, String expected) throws BadTarget {
        assertEquals(expected, ask(prefix(1, "/app", "http://u/x", Destination.View.DECODED, false), target, setting));
    }

    @ParameterizedTest(name = "mapping {0}, {1}: {2} -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
            ENCODED | /app  | /app/a%20b%3Bc%2Fd%25 | http://u/x/a%20b%3Bc%2Fd%25
            ENCODED | /app  | /app/%41%2eb          | http://u/x/A.b
            ENCODED | /app  | /app//a/../b          | http://u/x/b
            ENCODED | /app  | /app;x=1/b            |
            SERVLET | /app  | /app;v=1/b;w=2        | http://u/x;v=1/b;w=2
            SERVLET | /app  | /app/a/..;x=1/b       | http://u/x/b
            SERVLET | /app  | /app;v=1              | http://u/x
            SERVLET | /a/b/ | /a;1/b;2/c;3          | http://u/xc;3
            SERVLET | /app  | /app;v=1/             | http://u/x/
            SERVLET | /app  | /app/;v=1             | http://u/x
            SERVLET | /app  | /app/;v=1/b           | http://u/x/;v=1/b
            SERVLET | /app/ | /app/;v=1             | http://u/x
            """)
    void undecodedViewsAreMappedAsTheyAre(Destination.View view, String path, String target, String expected) throws BadTarget {
        assertEquals(expected, ask(prefix(1, path, "http://u/x", view, false), target, EncodedSlashes.OFF));
    }

    @ParameterizedTest(name = "nocanon: {0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /app/%41%20b%3Bc/./d?q | http://u/x/%41%20b%3Bc/./d?q
            /app//b/../c           | http://u/x//b/../c
            /%61pp/z%3Bq           | http://u/x/z;q
            """)
    void nocanonSendsTheRawRest(String target, String expected) throws BadTarget {
        assertEquals(expected, ask(prefix(1, "/app", "http://u/x", Destination.View.DECODED, true), target, EncodedSlashes.OFF));
        assertEquals("http://u/x/%41?q", ask(regex(1, "^/r(.*)$", "http://u/x$1", true), "/r/%41?q", EncodedSlashes.OFF));
    }

    @Test
    void theFirstRuleWinsAndEncodedOnesAreTriedBeforeAllOthers() throws BadTarget {
        List<Rule> rules = new ArrayList<>();
        rules.add(prefix(1, "/a", "http://one", Destination.View.DECODED, false));
        rules.add(prefix(2, "/a/b", "http://two", Destination.View.DECODED, false));
        rules.add(prefix(3, "/a/c", "http://three", Destination.View.ENCODED, false));
        RuleSet set = new RuleSet(rules);
        assertEquals("http://one/b", show(set.match(path("/a/b", EncodedSlashes.OFF), null)));
        assertEquals("http://three/%2F", show(set.match(path("/a/c/%2F", EncodedSlashes.OFF), null)));
    }

    @Test
    void anExpressionWhoseHostHasVariablesIsRefusedWhereNoneAreFilledIn() throws BadTarget {
        Destination to = new Destination(Target.interpolated("http://${H}/$1"), Destination.View.DECODED, false, CONNECTIONS);
        Rule rule = new Rule(1, HERE, "ProxyPassMatch", PathRegex.compile("^/a(.*)"), Optional.of(to), true);
        assertEquals("500", show(new RuleSet(List.of(rule)).match(path("/a/b", EncodedSlashes.OFF), null)));
    }

    @Test
    void aSearchThatTakesTooLongIsGivenUp() throws BadTarget {
        Match match = new RuleSet(List.of(regex(1, "^/((a|aa)+)+\\1!$", "http://u/$1", false))).match(path("/" + "a".repeat(80) + "-", EncodedSlashes.OFF), null);
        assertEquals(500, assertInstanceOf(Match.Refused.class, match).reason().status());
        Match deep = new RuleSet(List.of(regex(1, "^/(a|b|[^c])*$", "http://u/$1", false))).match(path("/" + "ab".repeat(30_000) + "c", EncodedSlashes.OFF), null);
        assertEquals(500, assertInstanceOf(Match.Refused.class, deep).reason().status());
    }

    @ParameterizedTest(name = "{0} {1}: {2} -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
            /a  | http://u/x      | http://u/x/foo?q#f    | http://pub/a/foo?q#f
            /a  | http://u/x      | http://u/x            | http://pub/a
            /a  | http://u/x      | http://u/xyz          |
            /a  | http://u/x      | HTTP://U/x/foo        | http://pub/a/foo
            /a  | http://u/x      | http://u/X/foo        |
            /a  | http://u/x      | /x/foo                |
            /a  | http://u/x      | //u/x/foo             |
            /a  | http://u/x      | https://u/x           |
            /a  | http://u/x      | http://u.evil/x       |
            /a/ | http://u/x/     | http://u/x            |
            /a/ | http://u/x/     | http://u/x/y          | http://pub/a/y
            /   | http://u/       | http://u/x/foo        | http://pub/x/foo
            /a  | http://u        | http://u/foo          | http://pub/a/foo
            /a  | /x              | /x/foo                | http://pub/a/foo
            /a  | /x              | http://any/x/foo      | http://pub/a/foo
            https://pub.example/z | http://u/x | http://u/x/foo | https://pub.example/z/foo
            """)
    void responseUrlsAreMappedBack(String fake, String real, String value, String expected) {
        assertEquals(Optional.ofNullable(expected), new ReverseRule(HERE, fake, real, false).map(value, "http://pub"));
    }

    @ParameterizedTest(name = "MergeSlashes Off: {0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /a//b    | http://u/x//b
            //a/b    | http://u/x/b
            ///a//b  | http://u/x//b
            //../a/b | 400
            """)
    void runsOfSlashesInsideThePathAreKeptButNotThoseInFront(String target, String expected) throws BadTarget {
        RequestPath path = new RequestPath(target, null, EncodedSlashes.OFF, false);
        assertEquals(expected, show(new RuleSet(List.of(regex(1, "^/a(.*)", "http://u/x$1", false))).match(path, null)));
    }
}
