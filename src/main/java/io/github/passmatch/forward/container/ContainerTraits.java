package io.github.passmatch.forward.container;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In what containers differ where the Servlet API is silent.
 *
 * @param announceChunks whether a body of unknown length ends with the connection unless the container is told to send it in chunks
 *                       (Jetty does, when the client asks to close): then a body that was cut could be taken for whole
 * @param flushesAnswer  whether a flush of the body's stream sends nothing by HTTP/2 unless the answer is flushed too (Open Liberty)
 * @param interim        the interim statuses that {@code sendError} sends as such; elsewhere it would be a final answer
 */
public record ContainerTraits(boolean announceChunks, boolean flushesAnswer, Set<Integer> interim) {

    private static final Pattern TOMCAT = Pattern.compile("Apache Tomcat/(10\\.1|11\\.0)\\.(\\d+).*");
    private static final int TOMCAT_10_1_WITH_HINTS = 33;
    private static final int TOMCAT_11_0_WITH_HINTS = 1;

    public ContainerTraits {
        interim = Set.copyOf(interim);
    }

    /** @param serverInfo what the container calls itself */
    public static ContainerTraits of(String serverInfo) {
        if (serverInfo.toLowerCase(Locale.ROOT).startsWith("jetty/12")) return new ContainerTraits(true, false, Set.of(102, 103));
        if (serverInfo.toLowerCase(Locale.ROOT).startsWith("jetty")) return new ContainerTraits(true, false, Set.of());
        Matcher tomcat = TOMCAT.matcher(serverInfo);
        boolean hints = tomcat.matches()
                && Integer.parseInt(tomcat.group(2)) >= (tomcat.group(1).equals("10.1") ? TOMCAT_10_1_WITH_HINTS : TOMCAT_11_0_WITH_HINTS);
        return new ContainerTraits(false, serverInfo.contains("Liberty"), hints ? Set.of(103) : Set.of());
    }
}
