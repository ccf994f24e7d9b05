package io.github.passmatch.forward.container;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Describes how a container behaves where the Servlet API does not specify it.
 *
 * @param announceChunks whether the container ends a body of unknown length by closing the connection unless the filter sets {@code Transfer-Encoding}
 *                       (Jetty does so if the client asks to close): a client could then take an incomplete body for complete
 * @param flushesAnswer  whether a flush of the body's stream sends nothing over HTTP/2 unless the response is flushed too (Open Liberty)
 * @param interim        the interim statuses that {@code sendError} sends as interim responses; other statuses would be final responses
 */
public record ContainerTraits(boolean announceChunks, boolean flushesAnswer, Set<Integer> interim) {

    private static final Pattern TOMCAT = Pattern.compile("Apache Tomcat/(10\\.1|11\\.0)\\.(\\d+).*");
    private static final int TOMCAT_10_1_WITH_HINTS = 33;
    private static final int TOMCAT_11_0_WITH_HINTS = 1;

    public ContainerTraits {
        interim = Set.copyOf(interim);
    }

    /** @param serverInfo as {@code ServletContext.getServerInfo} reports it */
    public static ContainerTraits of(String serverInfo) {
        if (serverInfo.toLowerCase(Locale.ROOT).startsWith("jetty/12")) return new ContainerTraits(true, false, Set.of(102, 103));
        if (serverInfo.toLowerCase(Locale.ROOT).startsWith("jetty")) return new ContainerTraits(true, false, Set.of());
        Matcher tomcat = TOMCAT.matcher(serverInfo);
        boolean hints = tomcat.matches()
                && Integer.parseInt(tomcat.group(2)) >= (tomcat.group(1).equals("10.1") ? TOMCAT_10_1_WITH_HINTS : TOMCAT_11_0_WITH_HINTS);
        return new ContainerTraits(false, serverInfo.contains("Liberty"), hints ? Set.of(103) : Set.of());
    }
}
