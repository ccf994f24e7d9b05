package io.github.passmatch.forward.container;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Cuts answers in a container of which only the Servlet API is known: by an exception. */
record UnknownContainer(ContainerTraits traits, String why) implements ServletContainer {

    @Override
    public String cutting() {
        return why + ": where an answer breaks off, an exception is thrown, and the container may end the answer as if it were whole";
    }

    @Override
    public void cut(HttpServletResponse clientResponse, IOException why) throws IOException {
        throw why;
    }
}
