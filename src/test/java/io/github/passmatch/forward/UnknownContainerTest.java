package io.github.passmatch.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.forward.client.ClientView;
import io.github.passmatch.forward.client.DirectPeer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request of a container that is not known here. */
class UnknownContainerTest {

    /** One that answers only what it is asked for here. */
    private static HttpServletRequest request(Map<String, Object> answers) {
        return (HttpServletRequest) Proxy.newProxyInstance(UnknownContainerTest.class.getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("getHeaderNames")) return Collections.enumeration(List.of("Host"));
            return answers.getOrDefault(method.getName(), null);
        });
    }

    @Test
    void whereThePeerIsNotKnownNobodyIsADirectClient() {
        HttpServletRequest request = request(Map.of("getProtocol", "HTTP/1.1", "getRemoteAddr", "127.0.0.1"));
        assertEquals(Optional.empty(), DirectPeer.address(request));
        assertEquals(Optional.empty(), DirectPeer.address(new HttpServletRequestWrapper(request)));
    }

    @ParameterizedTest(name = "{0}, secure {1}, port {2}: {3} {4}")
    @CsvSource({"https,false,443,http,80", "https,false,8443,http,8443", "https,true,443,https,443", "http,false,80,http,80", "http,false,8080,http,8080", "ftp,false,80,http,80", "http,true,443,https,443"})
    void theSchemeFitsWhetherTheRequestIsSecure(String reported, boolean secure, int reportedPort, String scheme, int port) {
        HttpServletRequest request = request(Map.of("getScheme", reported, "isSecure", secure, "getServerPort", reportedPort));
        assertEquals(scheme, ClientView.scheme(request));
        assertEquals(port, ClientView.port(request));
    }

    @Test
    void aFilterMayHaveAnotherScheme() {
        HttpServletRequest filtered = new HttpServletRequestWrapper(request(Map.of("getScheme", "http", "isSecure", false, "getServerPort", 80))) {
            @Override
            public String getScheme() {
                return "https";
            }
        };
        assertEquals("https", ClientView.scheme(filtered));
    }
}
