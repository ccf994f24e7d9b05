package io.github.passmatch.rules.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.environment.ServerNames;
import io.github.passmatch.rules.regex.Pcre;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionReaderTest {

    /** {@code GET /a/b%20c?q=1} with the fields that were sent to httpd 2.4.71 when the rows were recorded. */
    private record Asked(String host, List<Field> fields) implements RequestFacts {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String path() {
            return "/a/b%20c";
        }

        @Override
        public String query() {
            return "q=1";
        }

        @Override
        public String protocol() {
            return "HTTP/1.1";
        }

        @Override
        public String scheme() {
            return "http";
        }

        @Override
        public int port() {
            return 18801;
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }

        @Override
        public String serverAddress() {
            return "127.0.0.1";
        }

        @Override
        public List<String> fields(String name) {
            return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
        }
    }

    private static RequestContext context(String host) {
        Environment environment = new Environment();
        environment.set("ua", "c");
        Asked asked = new Asked(host, List.of(new Field("Host", host), new Field("X-A", "12"), new Field("Cookie", "c=d")));
        return new RequestContext(asked, () -> "/a/b c", environment, new ServerNames(Optional.of("srv.example"), OptionalInt.empty(), Optional.empty(), false));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '¦', quoteCharacter = '§', textBlock = """
            T ¦ %{REQUEST_METHOD} == 'GET'
            T ¦ %{REQUEST_METHOD} = 'GET'
            F ¦ %{REQUEST_METHOD} != 'GET'
            T ¦ %{HTTP:X-A} -eq 12
            T ¦ %{HTTP:X-A} -gt 11
            T ¦ %{HTTP:X-A} lt 13
            F ¦ %{HTTP:X-A} ge 13
            T ¦ %{HTTP:X-A} -eq '12abc'
            T ¦ %{REQUEST_URI} =~ m#^/a/#
            T ¦ %{REQUEST_URI} !~ m#^/zz#
            T ¦ -z %{HTTP:X-B}
            F ¦ -n %{HTTP:X-B}
            T ¦ ! -n %{HTTP:X-B}
            T ¦ !-n %{HTTP:X-B}
            T ¦ %{HTTPS} == 'off' && %{HTTP_HOST} == "www.example.org"
            T ¦ %{HTTPS} == 'on' || %{HTTP_HOST} == 'www.example.org'
            T ¦ true
            F ¦ false
            T ¦ ! false
            T ¦ !true || true
            T ¦ true && false || true
            T ¦ true || false && false
            F ¦ not true
            F ¦ -T %{HTTPS}
            T ¦ -T 'yes'
            F ¦ -T '0'
            F ¦ -T 'false'
            F ¦ -T 'no'
            T ¦ -R '127.0.0.0/8'
            F ¦ -R '10.0.0.0/8'
            T ¦ %{REMOTE_ADDR} -ipmatch '127.0.0.0/8'
            T ¦ %{REMOTE_ADDR} -in { '1.2.3.4', '127.0.0.1' }
            T ¦ req('X-A') == '12'
            T ¦ http('X-A') == '12'
            T ¦ tolower(%{REQUEST_METHOD}) == 'get'
            T ¦ toupper('a') . 'b' == 'Ab'
            T ¦ %{REQUEST_METHOD} . 'x' == 'GETx'
            T ¦ %{REQUEST_METHOD} in { 'GET', 'POST' }
            T ¦ reqenv('ua') == 'c'
            T ¦ env('ua') == 'c'
            T ¦ %{ENV:ua} == 'c'
            T ¦ %{REQUEST_METHOD} < 'H'
            F ¦ %{REQUEST_METHOD} -lt 'H'
            T ¦ 12 -eq 12
            T ¦ (%{REQUEST_METHOD} == 'GET')
            T ¦ ((true) && (true))
            T ¦ true and true
            T ¦ true or false
            T ¦ %{REQUEST_METHOD} eq 'GET'
            T ¦ %{REQUEST_METHOD} -eq 'GET'
            T ¦ %{HTTP_HOST} =~ /^(www)\\./ && $1 == 'www'
            T ¦ %{HTTP_HOST} =~ /^(www)\\./ && '$1x' == 'wwwx'
            T ¦ "%{HTTP_HOST}x" == 'www.example.orgx'
            T ¦ '%{HTTP_HOST}x' == 'www.example.orgx'
            F ¦ %{HTTP_HOST} == 'WWW.example.org'
            T ¦ req_novary('X-A') == '12'
            T ¦ %{QUERY_STRING} == 'q=1'
            T ¦ %{REQUEST_URI} == '/a/b c'
            T ¦ %{THE_REQUEST} =~ m#GET /a/b%20c#
            T ¦ escape('a b') == 'a%20b'
            T ¦ unescape('a%20b') == 'a b'
            T ¦ base64('a') == 'YQ=='
            T ¦ %{req:X-A} == '12'
            T ¦ %{REMOTE_USER} == ''
            T ¦ %{HTTP_HOST} =~ m,^www,
            T ¦ %{HTTP_HOST} =~ m|^WWW|i
            T ¦ %{REQUEST_METHOD}=='GET'
            T ¦ %{REQUEST_METHOD}=~/GET/
            F ¦ !(%{REQUEST_METHOD}=='GET')
            T ¦ %{HTTP:X-A} =~ /1(2)/ && %{HTTP:X-A} =~ /(1)/ && $1 == '1'
            F ¦ %{HTTP:X-A} -ne 12
            T ¦ 012 -eq 12
            T ¦ 'abc' -eq 0
            F ¦ 1.5 -eq 1
            T ¦ %{HTTP_HOST} == 'www.example.org' && (%{REQUEST_METHOD} == 'POST' || %{REQUEST_METHOD} == 'GET')
            T ¦ '/a' -in { '/a' }
            T ¦ 'it\\'s' == "it's"
            T ¦ 'a\\b' == 'a\\b'
            """)
    void conditionHoldsAsInHttpd(String expected, String expression) throws Exception {
        assertEquals(expected.equals("T"), ExpressionReader.condition(expression).holds(new Evaluation(context("www.example.org"))));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '¦', quoteCharacter = '§', textBlock = """
            Www.Example.org:99 ¦ %{HTTP_HOST} %{SERVER_NAME} %{SERVER_PORT} ¦ Www.Example.org:99 www.example.org 99
            Www.Example.org    ¦ %{SERVER_NAME}:%{SERVER_PORT}              ¦ www.example.org:80
            h                  ¦ [%{REMOTE_USER}] %{REQUEST_SCHEME}://x     ¦ [] http://x
            h                  ¦ %{tolower:AbC} %{toupper:%{HTTP_HOST}}     ¦ abc H
            h                  ¦ %{HTTP:X-A} %{req:x-a} %{HTTP:X-B}.        ¦ 12 12 .
            h                  ¦ %{ENV:ua} %{reqenv:nope}.                  ¦ c .
            h                  ¦ 100% $1. \\% %{REQUEST_URI}                ¦ 100% . % /a/b c
            h                  ¦ %{THE_REQUEST}                             ¦ GET /a/b%20c?q=1 HTTP/1.1
            """)
    void textHasTheValuesOfItsVariables(String host, String text, String expected) throws Exception {
        assertEquals(expected, ExpressionReader.text(text).value(new Evaluation(context(host))));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '¦', quoteCharacter = '§', textBlock = """
            %{REQUEST_URI} =~ /^\\/A/i       ¦ 22 ¦ the flag "A" is not supported
            %{REQUEST_URI} =~ '^/a'         ¦ 18 ¦ expected a regular expression between slashes
            abc == 'abc'                    ¦ 0  ¦ expected a text: %{NAME}, a function, or a word in quotes
            'a' 'b'                         ¦ 4  ¦ expected a comparison, such as == or =~
            'abc'                           ¦ 5  ¦ expected a comparison, such as == or =~
            %{REQUEST_METHOD}               ¦ 17 ¦ expected a comparison, such as == or =~
            %{NOPE} == 'x'                  ¦ 0  ¦ the variable NOPE is not supported
            %{HTTP_HOST}x == 'y'            ¦ 12 ¦ the test -x is not supported
            'a' == 'a' == 'a'               ¦ 11 ¦ expected &&, || or the end
            split('x') == 'y'               ¦ 0  ¦ the function split is not supported
            -f '/etc/passwd'                ¦ 0  ¦ the test -f is not supported
            %{HTTP_HOST} -strmatch 'a*'     ¦ 13 ¦ the test -strmatch is not supported
            (true                           ¦ 5  ¦ expected )
            true &&                         ¦ 7  ¦ expected a text: %{NAME}, a function, or a word in quotes
            'a                              ¦ 0  ¦ this quote is never closed
            %{HTTP_HOST                     ¦ 0  ¦ %{ begins a variable, which needs a name and a }
            %{HTTP:A                        ¦ 0  ¦ %{ is never closed
            -R 'example.org'                ¦ 3  ¦ "example.org" is not an address or a network
            -R '10.0.0.0/33'                ¦ 3  ¦ "10.0.0.0/33" is not an address or a network
            %{HTTPS} =~ /a/x                ¦ 15 ¦ the flag "x" is not supported
            %{HTTPS} =~ /a                  ¦ 12 ¦ the regular expression is never closed
            %{HTTPS} -in 'on'               ¦ 13 ¦ expected { and a list of texts
            """)
    void mistakeIsReportedWithItsPosition(String expression, int offset, String message) {
        BadExpression bad = assertThrows(BadExpression.class, () -> ExpressionReader.condition(expression));
        assertEquals(message, bad.getMessage());
        assertEquals(offset, bad.offset());
    }

    @Test
    void nestingAndWorkAreBounded() throws Exception {
        assertThrows(BadExpression.class, () -> ExpressionReader.condition("(".repeat(10_000) + "true" + ")".repeat(10_000)));
        assertThrows(BadExpression.class, () -> ExpressionReader.condition("!".repeat(10_000) + "true"));
        Condition slow = ExpressionReader.condition("'" + "a".repeat(60) + "' =~ /^((a|aa)+)+\\1!$/");
        assertThrows(Pcre.TooMuchWork.class, () -> slow.holds(new Evaluation(context("h"))));
        assertTrue(ExpressionReader.condition("true " + "&& true ".repeat(1000)).holds(new Evaluation(context("h"))));
    }
}
