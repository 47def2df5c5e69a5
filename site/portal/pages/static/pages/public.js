/* 团文 · the public site with a script: 大字 is remembered, 打印 prints. */
"use strict";

(() => {
  const KEY = "larger";
  const root = document.documentElement;
  const remembered = () => {
    try {
      return localStorage.getItem(KEY) === "1";
    } catch {
      return false;
    }
  };
  const set = (on, button) => {
    root.classList.toggle("larger", on);
    button.setAttribute("aria-pressed", String(on));
    try {
      localStorage.setItem(KEY, on ? "1" : "0");
    } catch {
      /* a browser that keeps nothing: the choice lasts for this page */
    }
  };
  for (const button of document.querySelectorAll("[data-larger]")) {
    button.hidden = false;
    set(remembered(), button);
    button.addEventListener("click", () => set(!root.classList.contains("larger"), button));
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
