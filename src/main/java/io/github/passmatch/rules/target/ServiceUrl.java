package io.github.passmatch.rules.target;

import io.github.passmatch.rules.Bytes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a server whose addresses and ports stand in SRV records (RFC 2782): {@code srv+http://_http._tcp.web.example/path}.
 *
 * @param records the name of the records
 * @param target  the URL without the labels of service and protocol: {@code Host} and certificates have the name of the server
 */
public record ServiceUrl(String records, Target target) {

    private static final Pattern URL = Pattern.compile("(?is)(srv\\+)((?:https?|wss?)://)([^/]*)(.*)");
    private static final Pattern LABELS = Pattern.compile("_[^.]+\\._[^.]+\\.");

    /**
     * Reads a URL.
     *
     * @param url a byte string
     * @return empty if it does not begin with {@code srv+}
     */
    public static Optional<ServiceUrl> read(String url) throws BadTarget {
        Matcher service = URL.matcher(url);
        if (!service.matches()) return Optional.empty();
        String name = service.group(3);
        Matcher labels = LABELS.matcher(name);
        if (!labels.lookingAt()) throw new BadTarget(service.start(3), "the name of SRV records begins with _service._protocol", "write srv+http://_http._tcp.name");
        int colon = name.indexOf(':');
        if (colon >= 0) throw new BadTarget(service.start(3) + colon, "the port comes from the SRV records", "remove the port");
        try {
            Target target = Target.literal(service.group(2) + name.substring(labels.end()) + service.group(4));
            return Optional.of(new ServiceUrl(Bytes.toText(name), target.named(url)));
        } catch (BadTarget e) {
            throw e.shifted(service.start(2) + labels.end());
        }
    }
}
