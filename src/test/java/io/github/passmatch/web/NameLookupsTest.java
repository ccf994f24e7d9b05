package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often names are looked up, and which names count. */
class NameLookupsTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);      // the clock may overflow
    private final List<InetAddress> asked = new ArrayList<>();

    private NameLookups lookups(String name) {
        return new NameLookups(address -> {
            asked.add(address);
            return Optional.ofNullable(name);
        }, now::get);
    }

    private static InetAddress address(int number) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
    }

    @Test
    void aNameAndItsAbsenceAreKeptForAShortTime() throws Exception {
        for (String name : new String[] {"www.example.org", null}) {
            asked.clear();
            NameLookups lookups = lookups(name);
            assertEquals(Optional.ofNullable(name), lookups.nameOf(address(1)));
            now.addAndGet(NameLookups.KEPT_NANOS - 1);
            assertEquals(Optional.ofNullable(name), lookups.nameOf(address(1)));
            assertEquals(1, asked.size());
            now.addAndGet(1);
            lookups.nameOf(address(1));
            lookups.nameOf(address(2));
            assertEquals(List.of(address(1), address(1), address(2)), asked);
        }
    }

    @Test
    void theNumberOfEntriesIsBoundedAndTheOldestGoes() throws Exception {
        NameLookups lookups = lookups("a");
        for (int i = 0; i <= NameLookups.MAX_ENTRIES; i++) lookups.nameOf(address(i));
        lookups.nameOf(address(1));
        assertEquals(NameLookups.MAX_ENTRIES + 1, asked.size());
        lookups.nameOf(address(0));
        assertEquals(NameLookups.MAX_ENTRIES + 2, asked.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b.example.org", "a\n.example.org", "\u00e4.example.org", "a;.example.org"})
    void aNameWithCharactersThatNoHostNameHasDoesNotCount(String name) throws Exception {
        assertEquals(Optional.empty(), lookups(name).nameOf(address(1)));
    }

    @Test
    void theResolverOfTheSystemNamesLocalhost() throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        assumeTrue("localhost".equals(InetAddress.getByAddress(loopback.getAddress()).getCanonicalHostName()), "127.0.0.1 has another name here");
        assertEquals(Optional.of("localhost"), NameLookups.SYSTEM.nameOf(loopback));
        assertEquals(Optional.of("localhost"), NameLookups.SYSTEM.nameOf(InetAddress.getByName("::ffff:127.0.0.1")));
        assertTrue(NameLookups.SYSTEM.hasAddress("localhost", loopback));
        assertFalse(NameLookups.SYSTEM.hasAddress("nosuchname.invalid", loopback));
    }
}
