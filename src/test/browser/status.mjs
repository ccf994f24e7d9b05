// Starts an upstream and the proxy, sends requests, and checks the status page. Exit code 1: something was found.
import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { createServer, get } from "node:http";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const faults = [];
const expect = (condition, what) => { if (!condition) faults.push(what); };
const sleep = millis => new Promise(resolve => setTimeout(resolve, millis));

const upstream = createServer((request, response) => {
  if (request.url.startsWith("/slow")) return;      // hangs
  if (request.url.startsWith("/close")) response.setHeader("Connection", "close");
  response.end("hello\n");
});
await new Promise(resolve => upstream.listen(0, "127.0.0.1", resolve));

// The kernel chooses the port; another program could take it before the proxy does, which then fails to start.
const probe = createServer();
await new Promise(resolve => probe.listen(0, "127.0.0.1", resolve));
const port = probe.address().port;
await new Promise(resolve => probe.close(resolve));

const log = openSync("proxy.log", "w");
const proxy = spawn("java", ["-jar", "../passmatch.war", "--host", "127.0.0.1", "--port", String(port), "--config", "proxy.conf"],
  { env: { ...process.env, UPSTREAM_PORT: String(upstream.address().port) }, stdio: ["ignore", log, log] });
const origin = "http://127.0.0.1:" + port;
const ask = path => new Promise(resolve => get(origin + path, response => { response.resume(); response.on("end", () => resolve(response.statusCode)); }).on("error", () => resolve(0)));

let browser;
try {
  for (let i = 0; i < 200 && await ask("/passmatch-status/ready") !== 200; i++) await sleep(100);
  for (let i = 0; i < 3; i++) ask("/slow/" + i);
  for (let i = 0; i < 20; i++) for (const path of ["/kept/1", "/app/users/1234", "/close/1", "/dead/1", "/shop/1", "/nothing"]) await ask(path);

  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  for (const width of [1280, 360]) {
    for (const colorScheme of ["light", "dark"]) {
      const name = width + "-" + colorScheme;
      // axe-core is added to the page, which the policy of the page forbids to everybody else.
      const page = await browser.newPage({ viewport: { width, height: width > 500 ? 800 : 740 }, colorScheme, bypassCSP: true });
      page.on("console", message => { if (message.type() === "error") faults.push(name + ": " + message.text()); });
      page.on("pageerror", error => faults.push(name + ": " + error));
      await page.goto(origin + "/passmatch-status");
      await page.screenshot({ path: "table-" + name + ".png" });
      expect(await page.locator("#more-rule-2").isHidden(), name + ": details are hidden until they are opened");

      await page.focus("#filter");
      for (let i = 0; i < 40 && await page.evaluate(() => document.activeElement.id) !== "a-rule-2"; i++) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await page.locator("#more-rule-2").isVisible(), name + ": the keyboard opens a row");
      expect(page.url().endsWith("#rule-2"), name + ": the address names the opened row");
      await page.click("#findings summary");
      const status = await page.locator("#summary p").first().textContent();
      await page.waitForFunction(before => document.querySelector("#summary p").textContent !== before, status);
      expect(await page.locator("#more-rule-2").isVisible(), name + ": an opened row stays open");
      expect(await page.locator("#findings").evaluate(fold => fold.open), name + ": opened findings stay open");
      expect(await page.locator("#open").textContent().then(text => text.includes("waiting for the response")), name + ": what hangs is shown");
      await page.screenshot({ path: "row-" + name + ".png" });

      await page.addScriptTag({ path: axe });
      const { violations } = await page.evaluate(() => axe.run());
      for (const found of violations) faults.push(name + ": " + found.id + " (" + found.impact + "): " + found.help + ": " + found.nodes[0].html.slice(0, 200));
      expect(await page.evaluate(() => document.documentElement.scrollWidth) <= width, name + ": the page is wider than the screen");
      await page.close();

      const plain = await (await browser.newContext({ viewport: { width, height: 740 }, colorScheme, javaScriptEnabled: false })).newPage();
      await plain.goto(origin + "/passmatch-status");
      await plain.click("#a-rule-2");
      expect(await plain.locator("#more-rule-2").isVisible(), name + ": without JavaScript, the link opens a row");
      expect(await plain.locator("#pause").isHidden(), name + ": without JavaScript, there is no button for it");
      await plain.context().close();
    }
  }
} finally {
  await browser?.close();
  proxy.kill();
  upstream.closeAllConnections();
  upstream.close();
}
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? "the status page is fine; screenshots: target/browser" : faults.length + " faults");
process.exit(faults.length === 0 ? 0 : 1);
