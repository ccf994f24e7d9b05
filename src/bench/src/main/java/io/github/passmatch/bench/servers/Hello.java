package io.github.passmatch.bench.servers;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The container alone: a servlet that answers what the upstream would. */
public final class Hello {

    private Hello() { }

    /** @param arguments the port, the length of the answer */
    public static void main(String[] arguments) throws Exception {
        byte[] body = "x".repeat(Integer.parseInt(arguments[1])).getBytes(StandardCharsets.US_ASCII);
        new EmbeddedJetty(Integer.parseInt(arguments[0])).with(new HelloServlet(body), "/", Map.of()).run();
    }

    private static final class HelloServlet extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final transient byte[] body;

        HelloServlet(byte[] body) {
            this.body = body;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }
}
