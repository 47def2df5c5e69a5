/* The editor of processes: while one types, spelling and names are checked; the whole proof, which takes seconds, when one
   rests or asks for it. Lines that the report names are jumped to. Without this script the button 检查 does the proof. */
(() => {
  const form = document.querySelector("form[data-check]");
  if (!form) return;
  const QUICK = 600;
  const REST = 5000;
  const source = form.querySelector("textarea");
  const place = document.getElementById("verdict");
  const here = document.getElementById("line-number");
  let waiting = 0;
  let pending = null;
  let kept = source.value;

  async function check(full) {
    clearTimeout(waiting);
    if (pending) pending.abort();
    const mine = (pending = new AbortController());
    const body = new FormData();
    body.append("source", source.value);
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    if (full) {
      body.append("full", "1");
      busy();
    }
    try {
      const answer = await fetch(form.dataset.check, { method: "POST", body, credentials: "same-origin", signal: mine.signal });
      if (!answer.ok || mine !== pending) return;
      place.innerHTML = await answer.text();
      const state = place.querySelector("[data-state]");
      if (!full && state && state.dataset.state === "quick") waiting = setTimeout(() => check(true), REST);
    } catch {
      /* typed on, or no network: the button is still there */
    }
  }

  function busy() {
    const line = document.createElement("p");
    line.className = "process-busy";
    line.setAttribute("role", "status");
    line.textContent = form.dataset.busy;
    place.prepend(line);
  }

  function jump(number) {
    const before = source.value.split("\n").slice(0, number - 1);
    const start = before.reduce((sum, line) => sum + line.length + 1, 0);
    const end = source.value.indexOf("\n", start);
    source.focus({ preventScroll: true });
    source.setSelectionRange(start, end < 0 ? source.value.length : end);
    const height = parseFloat(getComputedStyle(source).lineHeight);
    source.scrollTop = Math.max(0, (number - 1) * height - source.clientHeight / 3);
    source.scrollLeft = 0;
    source.scrollIntoView({ block: "nearest" });
    tell();
  }

  function tell() {
    const number = source.value.slice(0, source.selectionStart).split("\n").length;
    here.textContent = `· ${form.dataset.where.replace("{n}", number)}`;
  }

  place.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (!link) return;
    event.preventDefault();
    jump(Number(link.dataset.line));
  });
  source.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => check(false), QUICK);
  });
  for (const name of ["keyup", "click", "focus"]) source.addEventListener(name, tell);
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.name === "check") {
      event.preventDefault();
      check(true);
    } else {
      kept = source.value;
    }
  });
  addEventListener("beforeunload", (event) => {
    if (source.value !== kept) event.preventDefault();
  });
  form.querySelector("input[type=file]").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    try {
      source.value = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    } catch {
      return; /* no text: it stays chosen, and the server says why it cannot be read */
    }
    event.target.value = "";
    check(false);
  });
  const first = place.querySelector("[data-state]");
  if (first && first.dataset.state === "quick") waiting = setTimeout(() => check(true), REST);
})();
