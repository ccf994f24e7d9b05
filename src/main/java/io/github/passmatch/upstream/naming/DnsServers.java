package io.github.passmatch.upstream.naming;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import javax.naming.ServiceUnavailableException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/** Asks DNS servers for the records of one name, by the JDK's provider of JNDI (module {@code jdk.naming.dns}). Each answer is new: nothing is kept. */
final class DnsServers {

    /** The servers of {@code resolv.conf}, or what the system has in its place. */
    static final String OF_SYSTEM = "dns:";

    private static final String FACTORY = "com.sun.jndi.dns.DnsContextFactory";
    /** In milliseconds; doubled at each repetition. A server without answer costs 3 s. */
    private static final String FIRST_TIMEOUT = "1000";
    private static final String REPETITIONS = "2";

    private final Map<String, String> environment;

    /** @param url {@link #OF_SYSTEM}, or {@code dns://host:port} */
    DnsServers(String url) {
        environment = Map.of(Context.INITIAL_CONTEXT_FACTORY, FACTORY, Context.PROVIDER_URL, url, "com.sun.jndi.dns.timeout.initial", FIRST_TIMEOUT, "com.sun.jndi.dns.timeout.retries", REPETITIONS);
    }

    /**
     * The records of one type, in the order of the answer; none if the name has no such records.
     *
     * @throws NameNotFoundException if the name does not exist
     * @throws NamingException       if no server answers the question
     */
    @SuppressWarnings({"BanJNDI", "JdkObsolete"})     // the provider for DNS makes texts of records, and reads no objects; JNDI takes nothing but a Hashtable
    List<String> ask(String name, String type) throws NamingException {
        DirContext context = new InitialDirContext(new Hashtable<>(environment));
        try {
            Attribute records = context.getAttributes(name, new String[] {type}).get(type);
            List<String> texts = new ArrayList<>();
            if (records == null) return texts;
            NamingEnumeration<?> all = records.getAll();
            while (all.hasMore()) texts.add(String.valueOf(all.next()));
            return texts;
        } finally {
            context.close();
        }
    }

    /** The failure in words. */
    static String reason(NamingException failure) {
        if (failure instanceof NameNotFoundException) return "the name does not exist";
        if (failure instanceof ServiceUnavailableException || failure instanceof OperationNotSupportedException) return "the DNS server cannot answer this question (" + failure.getMessage() + ")";
        if (failure instanceof CommunicationException) return "no DNS server has answered";
        return "the DNS look-up failed: " + failure.getMessage();
    }
}
