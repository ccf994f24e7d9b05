// Renews what is alive every two seconds while the page is seen. What is typed into forms stays.
(function () {
  async function renew() {
    if (document.hidden) return;
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-live]")) {
      const part = fresh.getElementById(old.id);
      if (part) old.replaceWith(document.adoptNode(part));
    }
  }
  async function again() {
    try { await renew(); } catch (gone) { /* the proxy may be restarting */ }
    setTimeout(again, 2000);
  }
  setTimeout(again, 2000);
})();
