package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.Browser;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The status page as a person sees it, on a screen and on a phone. */
@Timeout(120)
class StatusInBrowserTest {

    private static final String EVIL = "/a/<script>window.evil=1</script><img/src=x/onerror=window.evil=2>";

    @TempDir
    private Path directory;

    private Path rules(RawUpstream upstream, String more) throws Exception {
        return Files.writeString(directory.resolve("proxy.conf"), "ProxyPass /a http://" + upstream.authority() + "/a\nProxyPassMatch ^/users/([0-9]+)$ http://" + upstream.authority() + "/u/$1\n" + more);
    }

    private static String page(ProxyUnderTest proxy) {
        return "http://127.0.0.1:" + proxy.port() + "/passmatch-status";
    }

    @Test
    void itShowsHowReuseBeginsAnswersQuestionsAndReadsTheConfigurationAgain() throws Exception {
        try (Browser browser = new Browser(true); RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = ProxyUnderTest.ofFile(rules(upstream, ""))) {
            proxy.get("/a/1");
            browser.open(page(proxy) + "#rule-1", 1280, 900);
            browser.awaitText("rules", "0 % of 1");
            browser.awaitText("recent", "new:pool-empty");
            assertFalse(browser.text("rules").contains("write enablereuse=on to keep connections"), browser.text("rules"));
            browser.click("a-rule-2");
            assertTrue(browser.text("rules").contains("write enablereuse=on to keep connections"), browser.text("rules"));
            browser.evaluate("window.stayed = true");
            proxy.get("/a/2");
            browser.awaitText("rules", "50 % of 2");
            browser.awaitText("recent", "reused(2)");
            assertTrue(browser.text("rules").contains("write enablereuse=on to keep connections"), "what was opened stays open");
            assertEquals("a-rule-2", browser.evaluate("document.activeElement.id"), "the focus stays where it was");
            assertEquals(true, browser.evaluate("window.stayed"));

            browser.type("url", "/users/7").type("headers", "X-A: b").press("Explain");
            assertTrue(browser.text("answer").contains("forwarded to http://" + upstream.authority() + "/u/7"), browser.text("answer"));

            rules(upstream, "ProxyPas /b http://h/");
            browser.press("Reload the configuration");
            assertTrue(browser.text("summary").contains("refused") && browser.text("summary").contains("did you mean \"ProxyPass\"?"), browser.text("summary"));
            assertEquals(List.of(), browser.complaints());
        }
    }

    @Test
    void textOfStrangersStaysTextAndNothingIsWiderThanAPhone() throws Exception {
        try (Browser browser = new Browser(true); RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = ProxyUnderTest.ofFile(rules(upstream, "ProxyPass /dead http://127.0.0.1:1\n"))) {
            proxy.get(EVIL);
            proxy.get("/a/" + "long".repeat(100));
            proxy.get("/dead");
            browser.open(page(proxy) + "?url=" + "/a/" + "long".repeat(100), 360, 740);
            browser.awaitText("recent", EVIL);
            browser.awaitText("rules", "failing");
            browser.click("a-rule-1");
            browser.click("a-rule-3");
            browser.awaitText("rules", "refused (connect)");
            assertNull(browser.evaluate("window.evil"));
            assertEquals(360L, browser.evaluate("document.documentElement.scrollWidth"));
            assertEquals(List.of(), browser.evaluate("[...document.body.querySelectorAll('*:not(input)')].filter(e => e.getBoundingClientRect().right > 360 || e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display != 'inline').map(e => e.outerHTML.slice(0, 200))"));
            assertEquals(List.of(), browser.complaints());
        }
    }

    @Test
    void rowsAreFilteredAndSortedAndAPausedPageDoesNotChange() throws Exception {
        try (Browser browser = new Browser(true); RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = ProxyUnderTest.ofFile(rules(upstream, "ProxyPass /dead http://127.0.0.1:1\n"))) {
            String order = "[...document.querySelectorAll('.rules tbody')].filter(row => !row.hidden).map(row => row.id).join(' ')";
            proxy.get("/dead");
            browser.open(page(proxy), 1280, 900);
            browser.awaitText("rules", "failing");
            assertEquals("rule-1 rule-2 rule-3", browser.evaluate(order));
            browser.click("sort-rules-0");
            assertEquals("rule-3 rule-1 rule-2", browser.evaluate(order));
            browser.type("filter", "users");
            assertEquals("rule-2", browser.evaluate(order));
            browser.click("pause");
            proxy.get("/users/7");
            assertEquals("true", browser.evaluate("document.getElementById('pause').getAttribute('aria-pressed')"));
            assertTrue(browser.text("rules").contains("never asked"), browser.text("rules"));
            browser.click("pause");
            browser.awaitText("rules", "fine");
            assertEquals("rule-2", browser.evaluate(order), "filter and order stay");
            browser.click("only-failed");
            browser.awaitText("recent", "/dead");
            assertFalse(browser.text("recent").contains("/users/7"), browser.text("recent"));
            assertEquals(List.of(), browser.complaints());
        }
    }

    @Test
    void itIsCompleteWithoutScripts() throws Exception {
        try (Browser browser = new Browser(false); RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = ProxyUnderTest.ofFile(rules(upstream, ""))) {
            proxy.get("/a/1");
            while (!proxy.ask("GET /passmatch-status?format=text HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").body().contains("of 1")) Thread.onSpinWait();
            browser.open(page(proxy), 1280, 900).type("url", "/a/x").press("Explain");
            assertTrue(browser.text("rules").contains("fine") && browser.text("rules").contains("never asked"), browser.text("rules"));
            browser.click("a-rule-1");
            assertTrue(browser.text("rules").contains("0 % of 1"), browser.text("rules"));
            assertTrue(browser.text("answer").contains("forwarded to"), browser.text("answer"));
        }
    }
}
