package io.github.passmatch.upstream.naming;

import io.github.passmatch.rules.naming.Endpoint;
import io.github.passmatch.rules.naming.Lookup;
import io.github.passmatch.rules.naming.NameAnswer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.naming.CommunicationException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;

/**
 * Looks into the hosts file, and then asks the DNS servers of the system. If a name has IPv4 and IPv6 addresses, these are in
 * most cases the same servers, so only the IPv4 addresses count.
 */
public final class DnsResolver implements NameResolver {

    private final DnsServers servers;
    private final Supplier<SearchList> search;
    private final Function<String, List<InetAddress>> hosts;

    /** The servers and the search list of the system. */
    public DnsResolver() {
        this(new DnsServers(DnsServers.OF_SYSTEM), SearchList::ofSystem, HostsFile::ofSystem);
    }

    DnsResolver(DnsServers servers, Supplier<SearchList> search, Function<String, List<InetAddress>> hosts) {
        this.servers = servers;
        this.search = search;
        this.hosts = hosts;
    }

    @Override
    public NameAnswer lookUp(Lookup lookup) {
        return lookup.service() ? ofService(lookup) : ofHost(lookup);
    }

    private NameAnswer ofHost(Lookup lookup) {
        List<InetAddress> inFile = hosts.apply(lookup.name());
        if (!inFile.isEmpty()) return answer(oneFamily(inFile), lookup.port());
        try {
            return answer(addresses(search.get().candidates(lookup.name())), lookup.port());
        } catch (NamingException e) {
            return NameAnswer.failed(DnsServers.reason(e));
        }
    }

    private static NameAnswer answer(List<InetAddress> addresses, int port) {
        return NameAnswer.of(addresses.stream().map(address -> new Endpoint(address, port)).toList());
    }

    private static List<InetAddress> oneFamily(List<InetAddress> all) {
        List<InetAddress> v4 = all.stream().filter(Inet4Address.class::isInstance).toList();
        return v4.isEmpty() ? all : v4;
    }

    /** Asks one question about one name. */
    private interface Question<T> {
        List<T> ask(String name) throws NamingException;
    }

    /** The first answer that is not empty. A name that does not exist, or that a server refuses, does not end the search, as for the resolver of C. */
    private static <T> List<T> first(List<String> candidates, Question<T> question) throws NamingException {
        NamingException failure = null;
        boolean exists = false;
        for (String name : candidates) {
            try {
                List<T> found = question.ask(name);
                if (!found.isEmpty()) return found;
                exists = true;
            } catch (CommunicationException e) {
                throw e;
            } catch (NamingException e) {
                if (failure == null || failure instanceof NameNotFoundException) failure = e;
            }
        }
        if (failure instanceof NameNotFoundException && exists || failure == null) return List.of();
        throw failure;
    }

    private List<InetAddress> addresses(List<String> candidates) throws NamingException {
        return literals(first(candidates, name -> {
            List<String> found = servers.ask(name, "A");
            return found.isEmpty() ? servers.ask(name, "AAAA") : found;
        }));
    }

    private static List<InetAddress> literals(List<String> texts) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            try {
                addresses.add(InetAddress.getByName(text));     // the text of an address is not looked up
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }
        return addresses;
    }

    private NameAnswer ofService(Lookup lookup) {
        try {
            List<Endpoint> endpoints = new ArrayList<>();
            List<String> without = new ArrayList<>();
            for (ServiceRecord record : records(lookup.name())) {
                List<InetAddress> addresses = addressesOf(record);
                if (addresses.isEmpty()) without.add(record.host());
                for (InetAddress address : addresses) endpoints.add(new Endpoint(address, record.port(), record.priority(), record.weight()));
            }
            return endpoints.isEmpty() && !without.isEmpty() ? NameAnswer.failed("no addresses for " + String.join(", ", without)) : NameAnswer.of(endpoints);
        } catch (NamingException e) {
            return NameAnswer.failed(DnsServers.reason(e));
        }
    }

    private List<ServiceRecord> records(String name) throws NamingException {
        return first(search.get().candidates(name), candidate -> servers.ask(candidate, "SRV").stream().map(ServiceRecord::read).flatMap(Optional::stream).toList());
    }

    /** A host that does not exist has no addresses. Every other failure is a failure of the whole look-up, because servers would be missing. */
    private List<InetAddress> addressesOf(ServiceRecord record) throws NamingException {
        try {
            return addresses(List.of(record.host()));
        } catch (NameNotFoundException e) {
            return List.of();
        }
    }
}
