package io.github.passmatch.upstream.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchListTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            nameserver 10.0.0.10                                                           | web        | web.
            nameserver 10.0.0.10                                                           | web.ns.svc | web.ns.svc.
            search ns.svc.cluster.local svc.cluster.local cluster.local;options ndots:5    | web        | web.ns.svc.cluster.local. web.svc.cluster.local. web.cluster.local. web.
            search svc.cluster.local cluster.local.;options ndots:5 timeout:1              | web.ns.svc | web.ns.svc.svc.cluster.local. web.ns.svc.cluster.local. web.ns.svc.
            search svc.cluster.local;options ndots:5                                       | a.b.       | a.b.
            search example.org                                                             | a.b        | a.b. a.b.example.org.
            search example.org                                                             | a          | a.example.org. a.
            domain example.org                                                             | a          | a.example.org. a.
            search x;search y                                                              | a          | a.y. a.
            search .;options ndots:0                                                       | a          | a.
            # search x;;options                                                            | a          | a.
            options edns0 trust-ad                                                         | a.b        | a.b.
            """)
    void namesAreTriedInTheOrderOfTheResolverOfC(String file, String name, String expected) {
        assertEquals(expected, String.join(" ", SearchList.of(List.of(file.split(";"))).candidates(name)));
    }
}
