package io.github.passmatch.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code SetHandler balancer-manager}: who may see and change what, and what a change does to requests. */
@Timeout(60)
class BalancerManagerTest {

    private static final String MANAGER = "<Location /bm>\nSetHandler balancer-manager\n</Location>\nProxyPass /bm !\n";

    private static String balancer(String settings, String... members) {
        return "<Proxy balancer://c>\n" + List.of(members).stream().map(member -> "BalancerMember " + member + "\n").collect(joining()) + (settings.isEmpty() ? "" : "ProxySet " + settings + "\n") + "</Proxy>\nProxyPass / balancer://c/\n";
    }

    private static RawUpstream named(String name) throws Exception {
        return RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name, false);
    }

    private static RawClient.Answer post(ProxyUnderTest proxy, String form, String... fields) throws Exception {
        String extra = List.of(fields).stream().map(field -> field + "\r\n").collect(joining());
        return proxy.ask("POST /bm HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n" + extra + "\r\n" + form);
    }

    private static RawClient.Answer change(ProxyUnderTest proxy, String form) throws Exception {
        return post(proxy, "b=c&nonce=abc&" + form, "Origin: http://localhost", "Accept: application/json");
    }

    private static RawClient.Answer get(ProxyUnderTest proxy, String target, String... fields) throws Exception {
        return proxy.ask("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + List.of(fields).stream().map(field -> field + "\r\n").collect(joining()) + "\r\n");
    }

    private static JsonObject balancer(ProxyUnderTest proxy) throws Exception {
        return JsonParser.parseString(get(proxy, "/bm?format=json").body()).getAsJsonObject().getAsJsonArray("balancers").get(0).getAsJsonObject();
    }

    private static JsonObject member(ProxyUnderTest proxy, int number) throws Exception {
        return balancer(proxy).getAsJsonArray("workers").get(number).getAsJsonObject();
    }

    /** How often each member answers. */
    private static Map<String, Integer> tally(ProxyUnderTest proxy, int count) throws Exception {
        Map<String, Integer> tally = new TreeMap<>();
        for (int i = 0; i < count; i++) tally.merge(get(proxy, "/x").body(), 1, Integer::sum);
        return tally;
    }

    private static String member(RawUpstream upstream) {
        return "w=" + URLEncoder.encode("http://" + upstream.authority(), UTF_8);
    }

    @Test
    void theFormOfThePageDisablesAMember() throws Exception {
        try (RawUpstream a = named("a"); RawUpstream b = named("b"); LogLines log = new LogLines("passmatch");
             ProxyUnderTest proxy = new ProxyUnderTest(MANAGER + balancer("", "http://" + a.authority(), "http://" + b.authority()))) {
            RawClient.Answer page = get(proxy, "/bm");
            assertEquals("text/html;charset=utf-8", page.field("Content-Type"));
            assertEquals("no-store", page.field("Cache-Control"));
            Matcher nonce = Pattern.compile("name=\"nonce\" value=\"([0-9a-f]{32})\"").matcher(page.body());
            assertTrue(nonce.find());
            RawClient.Answer changed = post(proxy, "b=c&nonce=" + nonce.group(1) + "&" + member(a) + "&w_status_D=1&w_lf=1.00&w_ls=0&w_wr=&w_rr=&w_status_H=0", "Origin: http://localhost", "Sec-Fetch-Site: same-origin");
            assertEquals(200, changed.status());
            assertTrue(changed.body().contains("Changed: status D on"), changed.body());
            assertTrue(changed.body().contains("Init Dis "));
            assertEquals(Map.of("b", 4), tally(proxy, 4));
            log.await("balancer-manager: 127.0.0.1 has changed balancer://c http://" + a.authority() + ": status D on");
            assertEquals("Init Dis", member(proxy, 0).get("status").getAsString());
            assertEquals("it is disabled (status D)", member(proxy, 0).get("why").getAsString());
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            b=c&nonce=abd                | Origin: http://localhost         | the nonce is not that of the balancer
            b=c                          | Origin: http://localhost         | the nonce is not that of the balancer
            b=d&nonce=abc                | Origin: http://localhost         | b= names no balancer
            b=c&nonce=abc                | X-Other: x                       | the request has no Origin, Sec-Fetch-Site or Referer of this host
            b=c&nonce=abc                | Referer: http://evil.example/bm  | the request has no Origin, Sec-Fetch-Site or Referer of this host
            b=c&nonce=abc                | Referer: localhost               | the request has no Origin, Sec-Fetch-Site or Referer of this host
            """)
    void aFormWithoutProofChangesNothing(String form, String field, String why) throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest(MANAGER + balancer("nonce=abc", "http://127.0.0.1:1"))) {
            RawClient.Answer answer = post(proxy, form + "&w=http://127.0.0.1:1&w_status_D=1", field);
            assertEquals(200, answer.status());
            assertTrue(answer.body().contains("Nothing was changed: " + why), answer.body());
            assertEquals(403, post(proxy, form + "&w=http://127.0.0.1:1&w_status_D=1", field, "Accept: application/json").status());
            assertEquals("Init Ok", member(proxy, 0).get("status").getAsString());
        }
    }

    @Test
    void aPageOfAnotherSiteIsRefused() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest(MANAGER + balancer("nonce=abc", "http://127.0.0.1:1"))) {
            for (String field : List.of("Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site")) assertEquals(403, post(proxy, "b=c&nonce=abc&b_max=3", field).status(), field);
            assertEquals(200, get(proxy, "/bm?b=c&nonce=abc&b_max=3", "Referer: http://localhost/bm").status());
            assertEquals(0, balancer(proxy).get("maxattempts").getAsInt(), "GET changes nothing");
        }
    }

    @Test
    void withoutAccessLinesOnlyClientsOnThisMachineAreAnswered() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest(MANAGER + balancer("nonce=abc", "http://127.0.0.1:1"))) {
            assertEquals(200, get(proxy, "/bm").status());
            assertEquals(403, get(proxy, "/bm", "X-Forwarded-For: 203.0.113.9").status(), "another proxy is in between");
            assertEquals(403, proxy.ask("GET /bm HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n").status(), "DNS rebinding");
        }
    }

    @Test
    void accessLinesDecide() throws Exception {
        String manager = MANAGER.replace("SetHandler", "%s\nSetHandler");
        try (ProxyUnderTest proxy = new ProxyUnderTest(String.format(manager, "Require ip 10.0.0.0/8") + balancer("nonce=abc", "http://127.0.0.1:1"))) {
            assertEquals(403, get(proxy, "/bm").status());
            assertEquals(403, change(proxy, "b_max=3").status());
        }
        try (ProxyUnderTest proxy = new ProxyUnderTest(String.format(manager, "Require ip 127.0.0.0/8") + balancer("nonce=abc", "http://127.0.0.1:1"))) {
            assertEquals(200, get(proxy, "/bm", "X-Forwarded-For: 203.0.113.9").status());
            assertEquals(200, proxy.ask("GET /bm HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n").status());
            assertEquals(200, change(proxy, "b_max=3").status());
            assertEquals(3, balancer(proxy).get("maxattempts").getAsInt());
        }
    }

    @Test
    void aPathThatARuleTakesIsNotForTheManager() throws Exception {
        try (RawUpstream a = named("a"); ProxyUnderTest proxy = new ProxyUnderTest(MANAGER.replace("ProxyPass /bm !\n", "") + balancer("", "http://" + a.authority()))) {
            assertEquals("a", get(proxy, "/bm").body());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            w_lf=2.5           | loadfactor=2.5  | loadfactor 2.5
            w_lf=0             | loadfactor=1.0  | w_lf: a number from 1 to 100, not "0"
            w_lf=101           | loadfactor=1.0  | w_lf: a number from 1 to 100, not "101"
            w_lf=x             | loadfactor=1.0  | w_lf: a number from 1 to 100, not "x"
            w_ls=99            | lbset=99        | lbset 99
            w_ls=100           | lbset=0         | w_ls: a number from 0 to 99, not "100"
            w_wr=r1            | route=r1        | route r1
            w_wr=%3Cb%3E       | route=<b>       | route <b>
            w_wr=a%20b         | route=          | w_wr: at most 63 printable characters without spaces
            w_rr=r2            | redirect=r2     | redirect r2
            w_status_N=1       | status=Init Drn Ok | status N on
            w_status_H=1       | status=Init Stby Ok | status H on
            w_status_R=1       | status=Init Spar Ok | status R on
            w_status_I=1       | status=Init Ign Ok  | status I on
            w_status_S=1       | status=Init Stop    | status S on
            w_status_C=1       | status=Init HcFl    | status C on
            w_status_E=1       | status=Init Ok      | ''
            w_status_D=2       | status=Init Ok      | w_status_D: 0 or 1, not "2"
            w_status_D=0       | status=Init Ok      | ''
            w_hm=FOO           | status=Init Ok      | w_hm: there is no hcmethod "FOO"
            w_hm=NONE          | status=Init Ok      | ''
            w_hi=50            | status=Init Ok      | w_hi: a number from 100 to 2147483647, not "50"
            w_hp=0             | status=Init Ok      | w_hp: a number from 1 to 2147483647, not "0"
            w_hf=-1            | status=Init Ok      | w_hf: a number from 1 to 2147483647, not "-1"
            w_he=ok            | status=Init Ok      | w_he: hcexpr is changed in the configuration
            """)
    void theFieldsOfAMember(String form, String expected, String said) throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest(MANAGER + balancer("nonce=abc", "http://127.0.0.1:1"))) {
            JsonObject answer = JsonParser.parseString(change(proxy, "w=http://127.0.0.1:1&" + form).body()).getAsJsonObject();
            assertEquals(said, List.of("changed", "ignored").stream().flatMap(list -> answer.getAsJsonArray(list).asList().stream()).map(one -> one.getAsString()).collect(joining()));
            String name = expected.replaceFirst("=.*", "");
            assertEquals(expected, name + "=" + member(proxy, 0).get(name).getAsString());
            assertFalse(get(proxy, "/bm").body().contains("<b>"), "text is escaped");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            b_lbm=bybusyness   | lbmethod=bybusyness
            b_lbm=heartbeat    | lbmethod=byrequests
            b_tmo=5            | timeout=5
            b_tmo=7201         | timeout=0
            b_max=7            | maxattempts=7
            b_sforce=1         | nofailover=true
            b_ss=JSESSIONID%7Cjsessionid | 'stickysession=JSESSIONID|jsessionid'
            b_ss=a%3Bb         | stickysession=S
            b_nwrkr=http%3A%2F%2Fx&b_wyes=0 | stickysession=S
            """)
    void theFieldsOfABalancer(String form, String expected) throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest(MANAGER + balancer("nonce=abc stickysession=S", "http://127.0.0.1:1"))) {
            assertEquals(200, change(proxy, form).status());
            String name = expected.replaceFirst("=.*", "");
            assertEquals(expected, name + "=" + balancer(proxy).get(name).getAsString());
        }
    }

    @Test
    void theShareOfRequestsFollowsTheLoadFactor() throws Exception {
        try (RawUpstream a = named("a"); RawUpstream b = named("b"); ProxyUnderTest proxy = new ProxyUnderTest(MANAGER + balancer("nonce=abc", "http://" + a.authority(), "http://" + b.authority()))) {
            assertEquals(Map.of("a", 4, "b", 4), tally(proxy, 8));
            change(proxy, member(a) + "&w_lf=3");
            assertEquals(Map.of("a", 6, "b", 2), tally(proxy, 8));
        }
    }

    @Test
    void changesSurviveAReload(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("proxy.conf");
        try (RawUpstream a = named("a"); RawUpstream b = named("b")) {
            String text = MANAGER + balancer("nonce=abc", "http://" + a.authority(), "http://" + b.authority());
            Files.writeString(file, text);
            try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file)) {
                change(proxy, member(a) + "&w_lf=3&w_status_H=1&b_lbm=bybusyness&b_max=5");
                Files.writeString(file, "RequestHeader set X-New yes\n" + text);
                assertTrue(proxy.reload());
                assertEquals("3.0", member(proxy, 0).get("loadfactor").getAsString());
                assertEquals("Init Stby Ok", member(proxy, 0).get("status").getAsString());
                assertEquals("bybusyness", balancer(proxy).get("lbmethod").getAsString());
                assertEquals(5, balancer(proxy).get("maxattempts").getAsInt());
                assertEquals(Map.of("b", 4), tally(proxy, 4));
            }
        }
    }

    @Test
    void nonceNoneMakesThePageReadOnly() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest(MANAGER + balancer("nonce=None", "http://127.0.0.1:1"))) {
            assertTrue(get(proxy, "/bm").body().contains("nonce=None: this balancer cannot be changed here."));
            assertTrue(post(proxy, "b=c&nonce=None&b_max=3", "Origin: http://localhost").body().contains("Nothing was changed: nonce=None makes the balancer read-only"));
        }
    }

    @Test
    void healthChecksAreShown() throws Exception {
        try (RawUpstream a = RawUpstream.answering("HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n", true);
             ProxyUnderTest proxy = new ProxyUnderTest(MANAGER + balancer("", "http://" + a.authority() + " hcmethod=GET hcuri=/hc hcinterval=100ms hctimeout=9"))) {
            JsonObject check;
            do check = member(proxy, 0).getAsJsonObject("check");
            while (!check.has("because"));
            assertEquals("GET /hc", check.get("request").getAsString());
            assertEquals("status 500", check.get("because").getAsString());
            assertFalse(check.get("passed").getAsBoolean());
            assertEquals("Init HcFl", member(proxy, 0).get("status").getAsString());
            assertEquals("its health check failed: status 500", member(proxy, 0).get("why").getAsString());
            assertTrue(get(proxy, "/bm").body().contains("failed: status 500, since "));
            String status = get(proxy, "/passmatch-status").body();
            assertTrue(status.contains("its health check failed: status 500; 0 in progress, chosen 0 times; health check failed: status 500, since "), status);
            assertTrue(get(proxy, "/passmatch-status?format=json").body().contains("\"because\": \"status 500\""));
        }
    }

    @Test
    void theFieldsOfAHealthCheckChangeIt() throws Exception {
        try (RawUpstream a = RawUpstream.answering("HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n", true); ProxyUnderTest proxy = new ProxyUnderTest(MANAGER + balancer("nonce=abc", "http://" + a.authority() + "/base"))) {
            change(proxy, member(a) + "%2Fbase&w_hm=get11&w_hi=100&w_hf=2&w_hp=3&w_hu=hc");
            while (!member(proxy, 0).get("status").getAsString().equals("Init HcFl")) Thread.onSpinWait();
            JsonObject check = member(proxy, 0).getAsJsonObject("check");
            assertEquals("GET11 GET /base/hc 100 3 2", List.of("hcmethod", "request", "intervalMillis", "hcpasses", "hcfails").stream().map(name -> check.get(name).getAsString()).collect(joining(" ")));
            assertEquals("status 500", check.get("because").getAsString());
            change(proxy, member(a) + "%2Fbase&w_hm=NONE");
            assertFalse(member(proxy, 0).has("check"));
            assertEquals("Init Ok", member(proxy, 0).get("status").getAsString(), "the result of a check that is not made any more does not count");
        }
    }

    /** The statuses, in this order, were observed on httpd 2.4. */
    @Test
    void aMemberIsAddedDisabledAndOnlyAsOftenAsGrowthAllows() throws Exception {
        try (RawUpstream a = named("a"); RawUpstream b = named("b"); LogLines log = new LogLines("passmatch"); ProxyUnderTest proxy = new ProxyUnderTest(MANAGER + balancer("nonce=abc growth=1", "http://" + a.authority()))) {
            String url = URLEncoder.encode("http://" + b.authority(), UTF_8);
            assertEquals(200, change(proxy, "b_nwrkr=" + url).status(), "without b_wyes nothing happens");
            assertEquals(400, change(proxy, "b_nwrkr=xx&b_wyes=1").status());
            assertEquals(400, change(proxy, "b_nwrkr=" + member(a).substring(2) + "&b_wyes=1").status());
            RawClient.Answer added = change(proxy, "b_nwrkr=" + url + "&b_wyes=1");
            assertEquals(200, added.status());
            assertTrue(added.body().contains("member http://" + b.authority() + " added, disabled"), added.body());
            assertEquals(400, change(proxy, "b_nwrkr=http%3A%2F%2F127.0.0.1:1&b_wyes=1").status(), "growth=1");
            assertEquals(200, change(proxy, "b_nwrkr=http%3A%2F%2F127.0.0.1:1&b_wyes=0").status());
            assertEquals("Init Dis", member(proxy, 1).get("status").getAsString());
            assertEquals(Map.of("a", 4), tally(proxy, 4));
            change(proxy, member(b) + "&w_status_D=0");
            assertEquals(Map.of("a", 2, "b", 2), tally(proxy, 4));
            assertTrue(get(proxy, "/bm?xml=1").body().contains("<httpd:name>http://" + b.authority() + "</httpd:name>"));
            log.await("balancer-manager: 127.0.0.1 has changed balancer://c: member http://" + b.authority() + " added, disabled");
        }
    }

    @Test
    void addedMembersSurviveAReloadWithTheirConnectionsAndChanges(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("proxy.conf");
        try (RawUpstream a = named("a"); RawUpstream b = named("b")) {
            String text = MANAGER + balancer("nonce=abc growth=2", "http://" + a.authority());
            Files.writeString(file, text);
            try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file)) {
                change(proxy, "b_nwrkr=" + member(b).substring(2) + "&b_wyes=1");
                change(proxy, member(b) + "&w_status_D=0&w_lf=3");
                assertEquals(Map.of("a", 1, "b", 3), tally(proxy, 4));
                Files.writeString(file, "RequestHeader set X-New yes\nProxyPass /other http://127.0.0.1:1/\n" + text);
                assertTrue(proxy.reload());
                assertEquals(Map.of("a", 2, "b", 6), tally(proxy, 8));
                Files.writeString(file, text.replace(" growth=2", ""));
                assertTrue(proxy.reload());
                assertEquals(Map.of("a", 4), tally(proxy, 4), "without growth the member leaves");
            }
        }
    }

    @Test
    void otherMethodsAreNotAllowed() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest(MANAGER + balancer("", "http://127.0.0.1:1"))) {
            RawClient.Answer answer = proxy.ask("DELETE /bm HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertEquals(405, answer.status());
            assertEquals("GET, HEAD, POST", answer.field("Allow"));
        }
    }
}
