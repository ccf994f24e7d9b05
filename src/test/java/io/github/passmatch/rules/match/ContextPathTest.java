package io.github.passmatch.rules.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cut of the context path. */
class ContextPathTest {

    @ParameterizedTest(name = "{0} below {1} is {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /gw/admin                | /gw    | /admin
            /gw                      | /gw    | ''
            //gw/admin               | /gw    | /admin
            ///gw//admin             | /gw    | //admin
            /./gw/admin              | /gw    | /admin
            /x/../gw/admin           | /gw    | /admin
            /x/y/../../gw/admin      | /gw    | /admin
            /x/%2e%2E/gw/admin       | /gw    | /admin
            /x/..;a=b/gw/admin       | /gw    | /admin
            /;a/gw;b/admin           | /gw    | /admin
            /%67w/admin              | /gw    | /admin
            /gw/../gw/admin          | /gw    | /admin
            /gw/x/../../gw/admin     | /gw    | /admin
            /gw/x/../admin           | /gw    | /x/../admin
            /gwx/../gw/admin         | /gw    | /admin
            /gw/a%2fb                | /gw    | /a%2fb
            /a/b/c                   | /a/b   | /c
            /a//b/c                  | /a/b   | /c
            /a/x/../b/c              | /a/b   | /c
            /a/b/../../a/b/c         | /a/b   | /c
            /caf%c3%a9/x             | /caf%C3%A9 | /x
            """)
    void whatStandsBeforeAndInTheContextPathDoesNotCount(String uri, String contextPath, String below) {
        assertEquals(below, uri.substring(ContextPath.end(uri, contextPath)));
    }

    @ParameterizedTest
    @CsvSource({"/gw/..,/gw", "/gw/../x,/gw", "/gwx/y,/gw", "/gw%2fadmin,/gw", "/other/x,/gw", "/,/gw", "/a,/a/b"})
    void aPathThatDoesNotLeadIntoTheContextIsLeftToTheContainer(String uri, String contextPath) {
        assertEquals(-1, ContextPath.end(uri, contextPath));
    }
}
