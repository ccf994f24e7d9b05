package io.github.passmatch.forward.container;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Cuts answers in a container of which only the Servlet API is known: by an exception. */
record UnknownContainer(ContainerTraits traits, String why) implements ServletContainer {

    @Override
    public String cutting() {
        return why + ": if an answer is incomplete, an exception is thrown, but the container may end the answer normally, so that the answer looks complete to the client";
    }

    @Override
    public void cut(HttpServletResponse clientResponse, IOException why) throws IOException {
        throw why;
    }
}
