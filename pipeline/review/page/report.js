"use strict";
// The report without this script is one long page that can be read and printed; with it, one view is shown at a time.
(() => {
  const details = JSON.parse(document.getElementById("details").textContent);
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/’/g, "'").toLowerCase();
  const views = all(".view");
  const search = document.getElementById("search");
  const card = document.getElementById("card");
  const help = document.getElementById("help");
  let view = views[0];
  root.classList.add("js");

  // Theme: as the system has it, until the reader says otherwise.
  const remembered = (value) => {
    try {
      if (value) localStorage.setItem("recoupe-theme", value);
      return localStorage.getItem("recoupe-theme");
    } catch { return null; } // a page opened from disk may have no storage
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const setTheme = (value) => { root.dataset.theme = value; };
  setTheme(remembered() || (dark.matches ? "dark" : "light"));
  const otherTheme = () => {
    setTheme(root.dataset.theme === "dark" ? "light" : "dark");
    remembered(root.dataset.theme);
  };
  document.getElementById("theme").addEventListener("click", otherTheme);

  // Views: the one that holds what the address names. A copy is named by where it begins in its article's text.
  const place = (name) => {
    const copy = /^(a-\w+)-c(\d+)$/.exec(name);
    if (!copy) return document.getElementById(name);
    const segments = all(`#${copy[1]} .seg`);
    return segments.findLast((segment) => Number(segment.dataset.at) <= Number(copy[2])) || segments[0];
  };
  const show = () => {
    const named = place(decodeURIComponent(location.hash.slice(1)));
    const next = named?.closest(".view") || view;
    const changed = next !== view;
    view = next;
    for (const one of views) one.hidden = one !== view;
    for (const link of all("nav a, #articles a")) {
      if (link.hash === `#${view.id}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    hideCard();
    find();
    if (!named || named === view) { if (changed) scrollTo({ top: 0, behavior: "instant" }); return; }
    named.querySelector("details")?.setAttribute("open", "");
    named.scrollIntoView({ block: named.matches("mark, .seg, li.mark-year") ? "center" : "start" });
    for (const one of all(".seg.here")) one.classList.remove("here");
    if (named.matches(".seg")) named.classList.add("here");
    if (named.matches("mark")) focusMark(named);
  };
  addEventListener("hashchange", show);

  // Search: what is in this view, and which articles.
  const words = new Map();
  const said = (element) => {
    if (!words.has(element)) words.set(element, fold(element.textContent));
    return words.get(element);
  };
  const only = () => all("[data-only][aria-pressed=true]", view).map((button) => button.dataset.only);
  const find = () => {
    const query = fold(search.value.trim());
    const wanted = only();
    const items = all(".item", view);
    let left = 0;
    for (const item of items) {
      item.hidden = !((!wanted.length || wanted.some((name) => item.classList.contains(name))) && said(item).includes(query));
      left += !item.hidden;
    }
    for (const year of all(".mark-year", view)) {
      let next = year.nextElementSibling;
      while (next?.hidden && !next.matches(".mark-year")) next = next.nextElementSibling;
      year.hidden = !next || next.matches(".mark-year");
    }
    for (const entry of all("#articles li")) {
      const article = document.getElementById(entry.firstElementChild.hash.slice(1));
      entry.hidden = !(said(entry).includes(query) || (article && said(article).includes(query)));
    }
    const nothing = document.getElementById("nothing");
    if (nothing) nothing.hidden = !items.length || left > 0;
    highlight(query);
  };
  const highlight = (query) => {
    if (!globalThis.Highlight) return;
    const ranges = [];
    const text = query.length > 1 && all(".seg", view).length ? document.createTreeWalker(view, NodeFilter.SHOW_TEXT) : null;
    while (text?.nextNode()) {
      const node = text.currentNode;
      const plain = [...node.data].map((character) => fold(character) || character);
      const at = []; // of each folded character, where in the node its character begins
      let place = 0;
      [...node.data].forEach((character, index) => { for (const _ of plain[index]) at.push(place); place += character.length; });
      at.push(place);
      const folded = plain.join("");
      for (let found = folded.indexOf(query); found >= 0; found = folded.indexOf(query, found + 1)) {
        const range = new Range();
        range.setStart(node, at[found]);
        range.setEnd(node, at[found + query.length] ?? place);
        ranges.push(range);
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  };
  search.addEventListener("input", find);
  for (const button of all("[data-only]")) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") === "false"));
      find();
    });
  }

  // Which marks are shown, in every article alike.
  const toggle = (kind) => {
    const off = root.classList.toggle(`off-${kind}`);
    for (const button of all(`[data-toggle=${kind}]`)) button.setAttribute("aria-pressed", String(!off));
  };
  for (const button of all("[data-toggle]")) button.addEventListener("click", () => toggle(button.dataset.toggle));

  // What is told about a mark and the marks around it.
  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const shown = (mark) => !root.classList.contains(`off-${mark.classList[0]}`);
  const tell = (mark) => {
    const told = [];
    for (let one = mark; one?.matches?.("mark"); one = one.parentElement) if (shown(one)) told.push(one);
    const about = details[mark.closest(".article")?.id];
    if (!about || !told.length) return hideCard();
    for (const one of all("mark.on")) one.classList.remove("on");
    for (const one of all(`mark[data-k="${mark.dataset.k}"]`, view)) one.classList.add("on");
    card.replaceChildren(...told.map((one) => {
      const [what, value, lines, link] = about[one.dataset.k];
      const section = element("section");
      const list = element("ul");
      list.append(...lines.map((line) => element("li", "", line || "\u00a0")));
      section.append(element("p", "what", what), element("p", "is", value), list);
      if (link) {
        const anchor = element("a", "", link[1]);
        anchor.href = link[0];
        section.append(anchor);
      }
      return section;
    }));
    card.hidden = false;
    const lines = mark.getClientRects();
    const box = lines[lines.length - 1].bottom < innerHeight - card.offsetHeight - 12 ? lines[lines.length - 1] : lines[0];
    const room = innerHeight - box.bottom > card.offsetHeight + 12;
    card.style.left = `${Math.max(16, Math.min(box.left, innerWidth - card.offsetWidth - 16))}px`;
    card.style.top = `${room ? box.bottom + 8 : Math.max(8, box.top - card.offsetHeight - 8)}px`;
  };
  const uncover = (mark) => { // on a phone the card lies at the foot of the screen
    const box = mark.getBoundingClientRect();
    if (box.bottom > card.getBoundingClientRect().top && box.top < card.getBoundingClientRect().bottom) mark.scrollIntoView({ block: "center" });
  };
  const hideCard = () => {
    card.hidden = true;
    for (const one of all("mark.on")) one.classList.remove("on");
  };
  const focusMark = (mark) => {
    for (const one of all(".text mark[tabindex='0']", view)) one.tabIndex = -1;
    mark.tabIndex = 0;
    mark.focus({ preventScroll: true });
  };
  for (const text of all(".text")) {
    const marks = all("mark", text);
    for (const mark of marks) mark.tabIndex = -1;
    if (marks.length) marks[0].tabIndex = 0; // one stop for the tab key; j and k go on from there
    text.addEventListener("pointerover", (event) => {
      const mark = event.target.closest("mark");
      if (mark && event.pointerType === "mouse") tell(mark);
    });
    text.addEventListener("focusin", (event) => { if (event.target.matches("mark")) { tell(event.target); uncover(event.target); } });
    text.addEventListener("click", (event) => {
      const mark = event.target.closest("mark");
      if (mark) { focusMark(mark); tell(mark); }
    });
  }
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse" && !event.target.closest(".text mark, .card") && !document.activeElement?.matches("mark")) hideCard();
  });
  document.addEventListener("pointerdown", (event) => { if (!event.target.closest("mark, .card")) hideCard(); });
  addEventListener("scroll", () => { if (!document.activeElement?.matches("mark")) hideCard(); }, { passive: true });

  // Keyboard.
  const step = (by) => {
    const marks = all(".text mark", view).filter((mark, index, list) => shown(mark) && list.findIndex((one) => one.dataset.k === mark.dataset.k) === index);
    const stops = marks.length ? marks : all(".item:not([hidden])", view).map((item) => item.querySelector("a, summary")).filter(Boolean);
    if (!stops.length) return;
    const here = stops.findIndex((stop) => stop === document.activeElement || stop.dataset.k && stop.dataset.k === document.activeElement?.dataset?.k);
    const next = stops[here < 0 ? (by > 0 ? 0 : stops.length - 1) : (here + by + stops.length) % stops.length];
    next.scrollIntoView({ block: "center", behavior: "instant" });
    if (next.matches("mark")) focusMark(next); else next.focus();
  };
  const go = (by) => {
    const links = all("#articles li:not([hidden]) a");
    const here = links.findIndex((link) => link.hash === `#${view.id}`);
    const next = links[here < 0 ? 0 : here + by];
    if (!next?.hash || next.pathname !== location.pathname) { next?.click(); return; }
    location.hash = next.hash;
    show();
  };
  const kinds = ["name", "date", "amount", "event", "repeat"];
  const keys = {
    "/": () => search.focus(), j: () => step(1), k: () => step(-1), n: () => go(1), p: () => go(-1),
    t: otherTheme, "?": () => help.showModal(),
  };
  document.getElementById("help-open").addEventListener("click", keys["?"]);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (document.activeElement === search) { search.value = ""; find(); search.blur(); }
      hideCard();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || help.open || event.target.matches("input")) return;
    const act = keys[event.key] || (kinds[event.key - 1] && (() => toggle(kinds[event.key - 1])));
    if (!act) return;
    event.preventDefault();
    act();
  });

  if (matchMedia("(max-width: 60rem)").matches) document.querySelector("details.articles")?.removeAttribute("open");
  show();
})();
