// A table's cells as a grid over the text area that holds them: type, move by the arrow keys, paste from Excel or WPS.
(() => {
  const rowsOf = (text) => {
    const rows = [[]];
    let cell = "", quoted = false;
    const clean = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    for (let at = 0; at < clean.length; at += 1) {
      const letter = clean[at];
      if (quoted) {
        if (letter !== '"') cell += letter;
        else if (clean[at + 1] === '"') { cell += '"'; at += 1; }
        else quoted = false;
      } else if (letter === '"' && cell === "") quoted = true;
      else if (letter === "\t") { rows[rows.length - 1].push(cell); cell = ""; }
      else if (letter === "\n") { rows[rows.length - 1].push(cell); cell = ""; rows.push([]); }
      else cell += letter;
    }
    rows[rows.length - 1].push(cell);
    return rows;
  };
  const quoted = (cell) => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const textOf = (rows) => rows.map((row) => row.map(quoted).join("\t")).join("\n");
  const make = (tag, attributes = {}, text = "") => {
    const element = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.textContent = text;
    return element;
  };

  class Cells extends window.StimulusModule.Controller {
    connect() {
      if (this.grid) return;
      this.rows = rowsOf(this.element.value);
      const width = Math.max(...this.rows.map((row) => row.length), 1);
      this.rows.forEach((row) => { while (row.length < width) row.push(""); });
      this.element.hidden = true;
      this.grid = make("div", { class: "cells", role: "group", "aria-label": "表格内容" });
      this.element.after(this.grid);
      this.draw();
      // A grid that was measured while it was hidden or narrower shows its cells whole once it has its width.
      this.sized = new ResizeObserver(() => {
        if (this.grid && this.grid.clientWidth !== this.width) {
          this.width = this.grid.clientWidth;
          this.grid.querySelectorAll("textarea").forEach((input) => this.grow(input));
        }
      });
      this.sized.observe(this.grid);
    }

    disconnect() {
      this.sized?.disconnect();
      this.grid?.remove();
      this.grid = null;
      this.element.hidden = false;
    }

    draw(focus) {
      const bar = make("div", { class: "cells-bar" });
      [["加一行", () => this.insertRow()], ["加一列", () => this.insertColumn()], ["删这一行", () => this.removeRow()], ["删这一列", () => this.removeColumn()]].forEach(([label, act]) => {
        const button = make("button", { type: "button", class: "button button-small button-secondary" }, label);
        button.addEventListener("mousedown", (event) => event.preventDefault());
        button.addEventListener("click", act);
        bar.append(button);
      });
      bar.append(make("span", { class: "cells-hint" }, "可以从 Excel、WPS 复制后粘贴到格子里"));
      const table = make("table");
      this.rows.forEach((row, r) => {
        const line = make("tr");
        row.forEach((text, c) => {
          const box = make("td");
          const input = make("textarea", { rows: "1", "aria-label": `第${r + 1}行第${c + 1}列` });
          input.value = text;
          Object.assign(input.dataset, { r, c });
          input.addEventListener("input", () => { this.rows[r][c] = input.value; this.store(); this.grow(input); });
          input.addEventListener("keydown", (event) => this.move(event, r, c));
          input.addEventListener("paste", (event) => this.paste(event, r, c));
          input.addEventListener("focus", () => { this.at = [r, c]; });
          box.append(input);
          line.append(box);
        });
        table.append(line);
      });
      const scroll = make("div", { class: "cells-scroll" });
      scroll.append(table);
      this.grid.replaceChildren(scroll, bar);
      this.grid.querySelectorAll("textarea").forEach((input) => this.grow(input));
      if (focus) this.focus(...focus);
    }

    grow(input) { input.style.height = "auto"; input.style.height = `${input.scrollHeight + 2}px`; }

    focus(r, c) { this.grid.querySelector(`textarea[data-r="${r}"][data-c="${c}"]`)?.focus(); }

    store() {
      this.element.value = textOf(this.rows);
      this.element.dispatchEvent(new Event("input", { bubbles: true }));
      this.element.dispatchEvent(new Event("change", { bubbles: true }));
    }

    change(focus) { this.draw(focus); this.store(); }

    place() { return this.at || [this.rows.length - 1, this.rows[0].length - 1]; }

    insertRow() {
      const [r, c] = this.place();
      this.rows.splice(r + 1, 0, this.rows[0].map(() => ""));
      this.change([r + 1, c]);
    }

    insertColumn() {
      const [r, c] = this.place();
      this.rows.forEach((row) => row.splice(c + 1, 0, ""));
      this.change([r, c + 1]);
    }

    removeRow() {
      if (this.rows.length < 2) return;
      const [r, c] = this.place();
      this.rows.splice(r, 1);
      this.at = [Math.min(r, this.rows.length - 1), c];
      this.change(this.at);
    }

    removeColumn() {
      if (this.rows[0].length < 2) return;
      const [r, c] = this.place();
      this.rows.forEach((row) => row.splice(c, 1));
      this.at = [r, Math.min(c, this.rows[0].length - 1)];
      this.change(this.at);
    }

    move(event, r, c) {
      const { target } = event;
      const first = target.selectionStart === 0 && target.selectionEnd === 0;
      const last = target.selectionStart === target.value.length;
      if (event.key === "ArrowUp" && first && r > 0) this.focus(r - 1, c);
      else if (event.key === "ArrowDown" && last && r < this.rows.length - 1) this.focus(r + 1, c);
      else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        if (r === this.rows.length - 1) { this.at = [r, c]; this.insertRow(); } else this.focus(r + 1, c);
      } else return;
      event.preventDefault();
    }

    paste(event, r, c) {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!/[\t\n]/.test(text.replace(/\n+$/, ""))) return;
      event.preventDefault();
      const pasted = rowsOf(text);
      const height = r + pasted.length, width = c + Math.max(...pasted.map((row) => row.length));
      while (this.rows.length < height) this.rows.push(this.rows[0].map(() => ""));
      this.rows.forEach((row) => { while (row.length < width) row.push(""); });
      pasted.forEach((row, y) => row.forEach((cell, x) => { this.rows[r + y][c + x] = cell.trim(); }));
      this.change([r, c]);
    }
  }

  window.wagtail?.app?.register("cells", Cells);
})();
