package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.Browser;
import io.github.passmatch.testing.ProxyUnderTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The balancer-manager as a person uses it: a browser sends the form with its own fields, and the policy of the page allows that. */
@Timeout(120)
class BalancerManagerInBrowserTest {

    @Test
    void theFormOfAMemberIsSentAndTheChangeIsShownAlsoOnAPhone() throws Exception {
        String member = "http://" + "long.".repeat(12) + "example:8080";
        try (Browser browser = new Browser(true); ProxyUnderTest proxy = new ProxyUnderTest("<Location /bm>", "SetHandler balancer-manager", "</Location>", "ProxyPass /bm !",
                "<Proxy balancer://shop>", "BalancerMember http://127.0.0.1:1 route=a", "BalancerMember " + member + " route=b status=+H", "</Proxy>", "ProxyPass / balancer://shop/")) {
            browser.open("http://127.0.0.1:" + proxy.port() + "/bm", 360, 740);
            browser.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)");
            assertEquals(360L, browser.evaluate("document.documentElement.scrollWidth"));
            browser.type("w_ls", "3").press("Submit");
            String text = browser.evaluate("document.body.innerText").toString();
            assertTrue(text.contains("Changed: lbset 3"), text);
            assertEquals(List.of(), browser.complaints());
        }
    }
}
