// Replaces the live parts every two seconds (every ten if there are many rules) while the page is visible. What was typed, opened, sorted, filtered or focused stays.
(function () {
  const period = document.querySelectorAll(".rules tbody").length > 500 ? 10000 : 2000;
  const byId = id => document.getElementById(id);
  const opened = new Set();
  let sorted = null;      // { column, down }
  let paused = false;

  function follow(target) {
    if (/^#(rule|member)-\d+$/.test(target)) opened.add(target.slice(1));
  }

  function showRows(root) {
    for (const row of root.querySelectorAll(".rules tbody")) {
      const open = opened.has(row.id);
      row.classList.toggle("open", open);
      row.classList.toggle("shut", !open);
      row.querySelector("a").setAttribute("aria-expanded", String(open));
    }
  }

  function filter(root) {
    const words = byId("filter").value.toLowerCase().split(/\s+/).filter(word => word);
    for (const row of root.querySelectorAll(".rules tbody")) {
      const text = row.firstElementChild.textContent.toLowerCase();
      row.hidden = !words.every(word => text.includes(word));
    }
    const rule = byId("of-rule").value.trim();
    for (const row of root.querySelectorAll("tr[data-rule]"))
      row.hidden = rule && row.dataset.rule !== rule || byId("only-new").checked && row.dataset.new !== "true" || byId("only-failed").checked && row.dataset.failed !== "true";
  }

  function value(row, column, order) {
    const cell = row.firstElementChild.children[column];
    const text = cell && cell.dataset.value || "";
    return order === "text" ? text : text === "" ? -2 : Number(text);
  }

  // The columns of numbers begin with the highest, except for the number of the rule; the states begin with the worst.
  function sort(root) {
    for (const table of root.querySelectorAll(".rules")) {
      const heads = [...table.tHead.rows[0].cells];
      heads.forEach((head, column) => {
        if (!head.querySelector("button")) {
          const button = document.createElement("button");
          button.type = "button";
          button.id = "sort-" + (table.caption.textContent.startsWith("R") ? "rules-" : "members-") + column;
          button.textContent = head.textContent;
          head.replaceChildren(button);
        }
        if (sorted && sorted.column === column) head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      if (!sorted) continue;
      const order = heads[sorted.column].dataset.order;
      const rows = [...table.tBodies].sort((one, other) => {
        const a = value(one, sorted.column, order), b = value(other, sorted.column, order);
        return (a < b ? -1 : a > b ? 1 : 0) * (sorted.down ? -1 : 1);
      });
      table.append(...rows);
    }
  }

  function arrange(root) {
    showRows(root);
    sort(root);
    filter(root);
  }

  function replace(old, part) {
    arrange(part);
    for (const fold of old.querySelectorAll("details[id]")) {
      const same = [...part.querySelectorAll("details[id]")].find(other => other.id === fold.id);
      if (same) same.open = fold.open;
    }
    const focused = old.contains(document.activeElement) && document.activeElement.id;
    const summary = old.contains(document.activeElement) && document.activeElement.tagName === "SUMMARY" && document.activeElement.parentNode.id;
    old.replaceWith(document.adoptNode(part));
    const again = summary ? byId(summary).querySelector("summary") : focused ? byId(focused) : null;
    if (again) again.focus({ preventScroll: true });
  }

  function isSelecting() {
    const selection = document.getSelection();
    return selection && !selection.isCollapsed;
  }

  async function renew() {
    const query = [...opened].map(id => "rule=" + id).join("&");
    const answer = await fetch(location.pathname + (query ? "?" + query : ""), { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-live]")) {
      const part = fresh.getElementById(old.id);
      if (part) replace(old, part);
    }
  }

  async function again() {
    if (!paused && !document.hidden && !isSelecting()) {
      try {
        await renew();
        byId("link").textContent = "";
        document.body.classList.remove("stale");
      } catch (gone) {      // the proxy may be restarting
        if (!document.body.classList.contains("stale")) byId("link").textContent = "No answer since " + new Date().toLocaleTimeString();
        document.body.classList.add("stale");
      }
    }
    setTimeout(again, period);
  }

  function toggle(row) {
    if (!opened.delete(row.id)) opened.add(row.id);
    history.replaceState(null, "", location.pathname + location.search + (opened.has(row.id) ? "#" + row.id : ""));
    showRows(document);
    if (opened.has(row.id) && !row.querySelector(".more")) renew();
  }

  document.addEventListener("click", event => {
    const row = event.target.closest(".rules tbody");
    const head = event.target.closest(".rules thead th");
    if (head && event.target.closest("button")) {
      const down = head.dataset.order === "number" && head.cellIndex > 1;
      const same = sorted && sorted.column === head.cellIndex;
      sorted = same && sorted.down !== down ? null : { column: head.cellIndex, down: same ? !sorted.down : down };
      if (sorted) sort(document);
      else { renew(); }
    } else if (row && event.target.closest(".row") && !isSelecting()) {
      event.preventDefault();
      toggle(row);
    }
  });

  byId("pause").addEventListener("click", () => {
    paused = !paused;
    byId("pause").setAttribute("aria-pressed", String(paused));
    byId("link").textContent = paused ? "Paused at " + new Date().toLocaleTimeString() : "";
  });

  for (const id of ["filter", "of-rule", "only-new", "only-failed"]) byId(id).addEventListener("input", () => filter(document));
  addEventListener("hashchange", () => { follow(location.hash); showRows(document); });
  for (const id of ["pause", "rule-tools", "recent-tools"]) byId(id).hidden = false;
  follow(location.hash);
  arrange(document);
  setTimeout(again, period);
})();
