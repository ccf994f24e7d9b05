package io.github.passmatch.upstream.naming;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.rules.naming.Lookup;
import io.github.passmatch.rules.naming.NameAnswer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What look-ups find, with a DNS server that knows a table. */
class DnsResolverTest {

    /** By name and type; a number is a response code, and a name that is missing does not exist (code 3). */
    private static final Map<String, String> RECORDS = Map.ofEntries(
            Map.entry("web.example. A", "10.0.0.1 10.0.0.2"),
            Map.entry("web.example. AAAA", "fd00::1"),
            Map.entry("six.example. A", ""),
            Map.entry("six.example. AAAA", "fd00::1 fd00::2"),
            Map.entry("text.example. A", ""),
            Map.entry("text.example. AAAA", ""),
            Map.entry("short.search. A", "10.0.0.9"),
            Map.entry("refused.search. A", "5"),
            Map.entry("refused. A", "10.0.0.8"),
            Map.entry("broken.example. A", "2"),
            Map.entry("one.example. A", "10.0.0.1"),
            Map.entry("two.example. A", "10.0.0.2 10.0.0.3"),
            Map.entry("_http._tcp.web.example. SRV", "1,30,8081,one.example 2,10,8082,two.example 1,10,8083,gone.example"),
            Map.entry("_http._tcp.off.example. SRV", "0,0,0,"),
            Map.entry("_http._tcp.gone.example. SRV", "1,1,80,gone.example"),
            Map.entry("_http._tcp.half.example. SRV", "1,1,80,one.example 1,1,80,broken.example"),
            Map.entry("_http._tcp.short.search. SRV", "0,0,80,one.example"));
    private static final Map<String, Integer> TYPES = Map.of("A", 1, "AAAA", 28, "SRV", 33);

    private static DatagramSocket server;

    @BeforeAll
    static void begin() throws IOException {
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread answers = new Thread(DnsResolverTest::answerAll, "dns");
        answers.setDaemon(true);
        answers.start();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static void answerAll() {
        try {
            while (true) {
                DatagramPacket question = new DatagramPacket(new byte[512], 512);
                server.receive(question);
                byte[] answer = answer(Arrays.copyOf(question.getData(), question.getLength()));
                server.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            }
        } catch (IOException e) {
            // The test has ended.
        }
    }

    private static byte[] answer(byte[] question) throws IOException {
        int at = 12;
        StringBuilder name = new StringBuilder();
        for (; question[at] != 0; at += question[at] + 1) name.append(new String(question, at + 1, question[at], ISO_8859_1)).append('.');
        int type = question[at + 2];
        String found = RECORDS.getOrDefault(name + " " + TYPES.entrySet().stream().filter(known -> known.getValue() == type).findFirst().orElseThrow().getKey(), "3");
        boolean failed = found.matches("[0-9]");
        List<String> records = failed || found.isEmpty() ? List.of() : List.of(found.split(" "));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.writeShort(0x8180 | (failed ? Integer.parseInt(found) : 0));
        for (int count : new int[] {1, records.size(), 0, 0}) out.writeShort(count);
        out.write(question, 12, at + 5 - 12);
        for (String record : records) {
            byte[] data = type == 33 ? service(record.split(",", -1)) : InetAddress.getByName(record).getAddress();
            out.writeShort(0xC00C);
            out.writeShort(type);
            out.writeShort(1);
            out.writeInt(60);
            out.writeShort(data.length);
            out.write(data);
        }
        return bytes.toByteArray();
    }

    private static byte[] service(String[] parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int i = 0; i < 3; i++) out.writeShort(Integer.parseInt(parts[i]));
        for (String label : parts[3].split("\\.")) {
            if (label.isEmpty()) continue;
            out.writeByte(label.length());
            out.writeBytes(label);
        }
        out.writeByte(0);
        return bytes.toByteArray();
    }

    private static List<InetAddress> hostsFile(String name) {
        return HostsFile.addresses(name, List.of("# comment", "", "127.0.0.1 localhost Local.example # local", "::1\tlocalhost local.example", "nonsense local.example"));
    }

    private static NameAnswer lookUp(String name, int port) {
        boolean service = name.startsWith("_");
        return new DnsResolver(new DnsServers("dns://127.0.0.1:" + port), () -> new SearchList(List.of("search"), 1), DnsResolverTest::hostsFile).lookUp(new Lookup(name, service, 80, Duration.ofSeconds(5)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            web.example             | 10.0.0.1:80 10.0.0.2:80
            six.example             | [fd00::1]:80 [fd00::2]:80
            text.example            | the answer has no addresses
            gone.example            | the name does not exist
            broken.example          | the DNS server cannot answer this question (DNS server failure [response code 2])
            short                   | 10.0.0.9:80
            refused                 | 10.0.0.8:80
            local.example           | 127.0.0.1:80
            _http._tcp.web.example  | 10.0.0.1:8081 1/30 10.0.0.2:8082 2/10 10.0.0.3:8082 2/10
            _http._tcp.short        | 10.0.0.1:80
            _http._tcp.off.example  | the answer has no addresses
            _http._tcp.none.example | the name does not exist
            _http._tcp.gone.example | no addresses for gone.example.
            _http._tcp.half.example | the DNS server cannot answer this question (DNS server failure [response code 2])
            """)
    void anAnswerIsAListOfAddressesOrAReason(String name, String expected) {
        NameAnswer answer = lookUp(name, server.getLocalPort());
        assertEquals(expected, answer.failure().isEmpty() ? answer.endpoints().stream().map(one -> one + (one.weight() == 0 ? "" : " " + one.priority() + "/" + one.weight())).collect(joining(" ")) : answer.failure());
    }

    @Test
    void withoutAServerTheHostsFileStillCounts() throws IOException {
        int port;
        try (DatagramSocket closed = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertEquals("no DNS server has answered", lookUp("web.example", port).failure());
        assertEquals("[127.0.0.1:80]", lookUp("local.example", port).endpoints().toString());
    }
}
