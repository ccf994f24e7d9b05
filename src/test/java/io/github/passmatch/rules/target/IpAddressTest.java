package io.github.passmatch.rules.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text form of IP addresses; what is expected for IPv6 is what inet_ntop prints. */
class IpAddressTest {

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource(delimiter = '|', textBlock = """
            0:0:0:0:0:0:0:1                         | ::1
            [0:0:0:0:0:0:0:1]                       | ::1
            [::1]                                   | ::1
            0:0:0:0:0:0:0:0                         | ::
            2001:db8:0:0:0:0:0:7                    | 2001:db8::7
            2001:0DB8:0000:0000:00A0:0000:0000:0001 | 2001:db8::a0:0:0:1
            2001:db8:0:1:1:1:1:1                    | 2001:db8:0:1:1:1:1:1
            2001:0:0:1:0:0:0:1                      | 2001:0:0:1::1
            1:2:3:4:5:6:7:8                         | 1:2:3:4:5:6:7:8
            fe80:0:0:0:0:0:0:0                      | fe80::
            0:0:1:0:0:0:0:0                         | 0:0:1::
            fe80:0:0:0:1:2:3:4%eth0                 | fe80::1:2:3:4%eth0
            [fe80:0:0:0:1:2:3:4%eth0]               | fe80::1:2:3:4%eth0
            fe80:0:0:0:1:2:3:4%999999               | fe80::1:2:3:4%999999
            ::ffff:192.0.2.7                        | 192.0.2.7
            0:0:0:0:0:ffff:c000:207                 | 192.0.2.7
            0:0:0:0:0:0:c000:207                    | ::192.0.2.7
            64:ff9b:0:0:0:0:c000:207                | 64:ff9b::c000:207
            192.0.2.7                               | 192.0.2.7
            /run/socket:1                           | /run/socket:1
            ''                                      | ''
            """)
    void addressesHaveOneTextForm(String written, String expected) {
        assertEquals(expected, IpAddress.canonical(written));
    }

    @Test
    void aZoneIsNamedByItsInterface() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByName("lo");
        if (loopback != null) assertEquals("fe80::1%lo", IpAddress.canonical("fe80:0:0:0:0:0:0:1%" + loopback.getIndex()));
    }

    @Test
    void aClientWithoutAnAddressHasNone() {
        assertNull(IpAddress.canonical(null));
        assertEquals(true, IpAddress.parse("[::1]").orElseThrow().isLoopbackAddress());
        assertEquals(true, IpAddress.parse("localhost").isEmpty());
    }
}
