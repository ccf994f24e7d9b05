package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionalSectionsTest {

    /** The expected fields were recorded from httpd 2.4.71. */
    @Test
    void conditionalSectionsAreMergedAfterAllOthersAndInEachOther() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, true);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + "/x", "<If \"false\">", "Header set X 1", "</If>", "Header set A b", "<ElseIf \"true\">", "Header set X 2", "</ElseIf>",
                     "<Else>", "Header set X 3", "</Else>", "<Location /a>", "Header set X loc", "Header set Z loc", "<If \"%{REQUEST_URI} =~ m#^/a/n#\">", "Header set Z nested", "<If \"%{HTTP_HOST} == 'h'\">",
                     "Header set W inner", "</If>", "</If>", "</Location>")) {
            RawClient.Answer answer = proxy.ask("GET /a/n HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertEquals("b 2 nested inner", answer.field("A") + " " + answer.field("X") + " " + answer.field("Z") + " " + answer.field("W"));
            RawClient.Answer other = proxy.ask("GET /a/m HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertEquals("b 2 loc null", other.field("A") + " " + other.field("X") + " " + other.field("Z") + " " + other.field("W"));
            assertEquals(0, proxy.leased());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            GET /a HTTP/1.1        | 200
            POST /a HTTP/1.1       | 403
            GET /a/admin HTTP/1.1  | 403
            GET /a/%61dmin HTTP/1.1 | 403
            GET /a//admin HTTP/1.1 | 403
            GET /a/b/../admin HTTP/1.1 | 403
            """)
    void accessDependsOnAConditionOfTheRequest(String head, int status) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + "/x", "<If \"%{REQUEST_METHOD} == 'POST' || %{REQUEST_URI} =~ m#^/a/admin#\">", "Require all denied", "</If>")) {
            assertEquals(status, proxy.ask(head + "\r\nHost: h\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").status());
        }
    }

    @Test
    void conditionThatCannotBeDecidedRefusesTheRequest() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + "/x", "<If \"%{REQUEST_URI} =~ m#^/a/((a|aa)+)+\\\\1!$#\">", "Require all denied", "</If>")) {
            assertEquals(500, proxy.ask("GET /a/" + "a".repeat(80) + "- HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").status());
        }
    }
}
