// 校对 while writing: what is typed is judged, the findings stand on top and beside their fields, a known remedy is one press away.
(() => {
  const make = (tag, attributes = {}, text = "") => {
    const element = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.textContent = text;
    return element;
  };
  const WAIT = 1500;

  class Advice extends window.StimulusModule.Controller {
    static targets = ["list", "tally", "tick"];

    static values = { url: String, written: Boolean };

    connect() {
      this.form = document.getElementById("w-editor-form");
      if (!this.form) return;
      this.later = () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.ask(), WAIT); };
      this.form.addEventListener("input", this.later);
      this.form.addEventListener("change", this.later);
      this.timer = setTimeout(() => { this.hang(); if (this.writtenValue) this.ask(); }, 400);
      this.kind = document.getElementById("id_kind");
      this.fit = () => this.fitToKind();
      this.kind?.addEventListener("change", this.fit);
      this.fit();
    }

    // Open remarks stand beside the block or field that they concern as well.
    hang() {
      document.querySelectorAll(".editor-remarks .note:not(.settled)").forEach((note) => {
        const place = this.place(note.dataset.remarkAnchor);
        if (place) place.append(make("p", { class: "remark-here" }, `批注：${note.querySelector(".said").innerText}（${note.querySelector(".by").innerText.trim()}）`));
      });
    }

    disconnect() {
      clearTimeout(this.timer);
      this.form?.removeEventListener("input", this.later);
      this.form?.removeEventListener("change", this.later);
      this.kind?.removeEventListener("change", this.fit);
    }

    // Who was present is a matter of minutes only; what stands there is never hidden.
    fitToKind() {
      const present = document.getElementById("panel-child-正文-attendance-section") || document.querySelector("[id^='panel-child'][id$='attendance-section']");
      if (present) present.hidden = this.kind?.value !== "纪要" && !present.querySelector("textarea")?.value.trim();
    }

    async ask() {
      if (this.asking) { this.later(); return; }
      this.asking = true;
      try {
        const answer = await fetch(this.urlValue, { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" } });
        if (answer.status === 429) this.later();
        else if (answer.ok) this.show((await answer.json()).findings);
      } catch (error) {
        this.tallyTarget.textContent = "网络不通，暂时没有校对；写下的文字还在。";
      } finally {
        this.asking = false;
      }
    }

    show(findings) {
      document.querySelectorAll(".advice-here").forEach((old) => old.remove());
      const count = (severity) => findings.filter((one) => one.severity === severity).length;
      const words = [["error", "须改正"], ["warning", "须核对"], ["info", "提示"]].filter(([severity]) => count(severity)).map(([severity, word]) => `${word} ${count(severity)}`);
      this.tallyTarget.textContent = words.join("　") || "没有发现要改正或核对的地方";
      this.listTarget.replaceChildren(...findings.map((one) => this.row(one, true)));
      findings.filter((one) => one.anchor).forEach((one) => {
        const place = this.place(one.anchor);
        if (!place) return;
        let box = place.querySelector(":scope > .advice-here");
        if (!box) { box = make("div", { class: "advice-here" }); place.append(box); }
        box.append(this.row(one, false));
      });
    }

    place(anchor) {
      return this.form.querySelector(`[data-contentpath="${CSS.escape(anchor)}"]`) || document.getElementById(`panel-child-${anchor}-section`) || this.form.querySelector(`[id^="id_${CSS.escape(anchor)}-FORMS"]`);
    }

    row(one, jumps) {
      const row = make(jumps ? "li" : "div", { class: `remark ${one.severity}` });
      const text = make("p");
      text.append(make("span", { class: "weight" }, one.weight), " ");
      if (jumps && one.place) text.append(make("b", {}, one.place), "　");
      text.append(one.message);
      if (one.excerpt) text.append(" ", make("q", {}, one.excerpt));
      text.append(" ", make("span", { class: "basis" }, one.source));
      row.append(text);
      const acts = make("span", { class: "advice-acts" });
      if (one.put) {
        const mend = make("button", { type: "button", class: "button button-small" }, `改成“${one.put.length > 24 ? `${one.put.slice(0, 24)}…` : one.put}”`);
        mend.addEventListener("click", () => this.mend(one));
        acts.append(mend);
      }
      if (jumps && one.anchor && this.place(one.anchor)) {
        const go = make("button", { type: "button", class: "button button-small button-secondary" }, "看这一处");
        go.addEventListener("click", () => this.jump(one));
        acts.append(go);
      }
      if (acts.childNodes.length) row.append(acts);
      return row;
    }

    jump(one) {
      const place = this.place(one.anchor);
      const tab = place.closest("[role=tabpanel]");
      if (tab?.hidden) document.querySelector(`[role=tab][aria-controls="${tab.id}"], [role=tab][href="#${tab.id}"]`)?.click();
      place.scrollIntoView({ block: "center" });
      place.querySelector("textarea:not([hidden]), input:not([type=hidden])")?.focus({ preventScroll: true });
    }

    mend(one) {
      const place = this.place(one.anchor);
      const inputs = [...place.querySelectorAll("textarea, input[type=text], input:not([type])")];
      const input = inputs.find((each) => !each.hidden && each.value.includes(one.find)) || inputs.find((each) => each.value.includes(one.find));
      if (!input) return;
      input.value = input.value.replace(one.find, () => one.put);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), 1100);
    }
  }

  window.wagtail?.app?.register("advice", Advice);
})();
