/* 团文 · the desk by keyboard: rows, search, the opinion. Nothing here is needed; single keys can be switched off (WCAG 2.1.4). */
"use strict";

(() => {
  const OFF = "tuanwen-keys-off";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const piece = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });
  const remembered = (value) => {
    try {
      if (value === undefined) return localStorage.getItem(OFF) === "1";
      localStorage.setItem(OFF, value ? "1" : "0");
    } catch {
      /* no storage: the keys stay on */
    }
    return Boolean(value);
  };
  let off = remembered();

  /* ---- what was done is read out, and nothing else ---- */

  const voice = piece("p", "unseen");
  voice.setAttribute("role", "status");
  document.body.append(voice);
  const say = (words) => {
    voice.textContent = words;
  };

  /* ---- rows: the focus itself moves, so that screen readers read the title and Enter opens it ---- */

  const titles = () => all(".rows .row .row-title").map((title) => title.closest("a") ?? title.querySelector("a")).filter((link) => link?.checkVisibility());
  const here = () => document.activeElement?.closest?.(".row");
  const step = (by) => {
    const links = titles();
    if (!links.length) return false;
    const at = links.findIndex((link) => link.closest(".row") === here());
    const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1);
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
    return true;
  };
  const tick = () => {
    const box = here()?.querySelector("input[type=checkbox]");
    if (!box) return false;
    box.click();
    const count = box.closest("form").querySelectorAll("[name=pick]:checked").length;
    say(`${box.checked ? "已勾选" : "已取消"}，共勾选 ${count} 件`);
    return true;
  };
  const press = (selector, within = document) => {
    const control = within?.querySelector(selector);
    if (!control) return false;
    control.click();
    return true;
  };

  /* ---- search: this page's, or that of 我的事项 ---- */

  const search = () => {
    const field = all("form[role=search] input, [role=search] input").find((input) => !/hidden|checkbox|radio/.test(input.type) && input.checkVisibility());
    if (field) {
      field.focus();
      field.select();
      return true;
    }
    const mine = document.querySelector(".drop a[href$='/mine/']");
    if (!mine) return false;
    location.assign(`${mine.href}#search_q`);
    return true;
  };
  if (location.hash === "#search_q") document.getElementById("search_q")?.focus();

  const write = () => {
    const box = document.getElementById("id_opinion");
    if (!box) return false;
    box.focus();
    box.scrollIntoView({ block: "center" });
    return true;
  };

  /* ---- ? : a small sheet that says all this ---- */

  const KEYS = [
    ["j 或 ↓", "下一件"],
    ["k 或 ↑", "上一件"],
    ["回车", "打开"],
    ["x", "勾选（批量办理）"],
    ["s", "关注或不再关注"],
    ["/", "查找"],
    ["o", "写意见（阅办页）"],
    ["n", "下一件待办（阅办页）"],
    ["u", "回到待办"],
    ["?", "这张说明"],
  ];
  let sheet = null;
  const build = () => {
    const made = piece("dialog", "keys");
    made.setAttribute("aria-labelledby", "keys-title");
    const list = piece("dl", "");
    for (const [key, meaning] of KEYS) {
      const term = piece("dt", "");
      for (const [place, part] of key.split(" 或 ").entries()) {
        if (place) term.append(" 或 ");
        term.append(piece("kbd", "", part));
      }
      list.append(term, piece("dd", "", meaning));
    }
    const label = piece("label", "tick");
    const box = Object.assign(piece("input", ""), { type: "checkbox", checked: !off });
    box.addEventListener("change", () => {
      off = remembered(!box.checked);
    });
    label.append(box, " 使用快捷键");
    const close = Object.assign(piece("button", "button", "关闭"), { type: "button" });
    close.addEventListener("click", () => made.close());
    const buttons = piece("div", "buttons");
    buttons.append(label, close);
    made.append(Object.assign(piece("h2", "", "快捷键"), { id: "keys-title" }), list, buttons);
    document.body.append(made);
    return made;
  };
  const help = () => {
    sheet ??= build();
    if (!sheet.open) sheet.showModal();
    return true;
  };
  const menu = document.querySelector(".me .drop");
  if (menu && matchMedia("(pointer: fine)").matches) {
    const entry = piece("li", "");
    const button = Object.assign(piece("button", "", "快捷键"), { type: "button" });
    button.addEventListener("click", help);
    entry.append(button);
    menu.append(entry);
  }

  const DEEDS = {
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => Boolean(here()) && step(1),
    ArrowUp: () => Boolean(here()) && step(-1),
    x: tick,
    s: () => press("[data-star]", here()) || (!titles().length && press("[data-star]")),
    "/": search,
    o: write,
    n: () => press("[data-next]"),
    u: () => press(".brand"),
    "?": help,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    const at = event.target;
    if (at.closest?.("textarea, select, [contenteditable]") || (at.matches?.("input") && !/checkbox|radio|button|submit/.test(at.type))) return;
    if (at.matches?.("input[type=radio]") && event.key.startsWith("Arrow")) return;
    const deed = Object.hasOwn(DEEDS, event.key) ? DEEDS[event.key] : null;
    if (!deed || (off && event.key !== "?")) return;
    if (deed()) event.preventDefault();
  });
})();
