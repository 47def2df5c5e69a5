/* 团文 · the desk with a script: everything here only eases what already works without it. */
"use strict";

(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

  /* ---- phrases: a tap appends 常用语 to the opinion ---- */

  for (const label of all("[data-all]")) {
    const boxes = label.closest("form").querySelectorAll("[name=pick]");
    label.hidden = boxes.length < 2;
    label.addEventListener("change", (event) => boxes.forEach((box) => (box.checked = event.target.checked)));
  }

  for (const list of all("[data-chips]")) {
    const box = document.getElementById(list.dataset.chips);
    list.hidden = false;
    list.addEventListener("click", (event) => {
      const chip = event.target.closest(".chip");
      if (!chip) return;
      const before = box.value.trimEnd();
      box.value = before ? `${before}${/[。！？；，]$/.test(before) ? "" : "。"}${chip.textContent}` : chip.textContent;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
    });
  }

  /* ---- text areas grow, limits count ---- */

  const grow = (box) => {
    if (!box.checkVisibility()) return; // folded away it has no width to measure its lines by
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  };
  for (const box of all("textarea")) {
    if (box.value) grow(box);
    box.addEventListener("input", () => grow(box));
  }
  document.addEventListener(
    "toggle",
    (event) => event.target.open && all("textarea", event.target).forEach((box) => box.value && grow(box)),
    true,
  );
  for (const holder of all("[data-limit]")) {
    const box = holder.querySelector("textarea, input");
    const counter = Object.assign(document.createElement("span"), { className: "counter" });
    const limit = Number(holder.dataset.limit);
    const count = () => {
      const over = box.value.length - limit;
      counter.textContent = over > 0 ? `超出 ${over} 字` : `${box.value.length} / ${limit} 字`;
      counter.classList.toggle("over", over > 0);
    };
    holder.append(counter);
    box.addEventListener("input", count);
    count();
  }

  /* ---- 已保存 14:32: a form with data-autosave posts itself there; the answer is {"saved_at": "14:32"} or {"error": "…"} ---- */

  const unsaved = new Set();
  for (const form of all("form[data-autosave]")) {
    const mark = document.querySelector("[data-saved]");
    let timer = 0;
    let waiting = 0;
    const show = (text, failed) => {
      if (!mark) return;
      mark.textContent = text;
      mark.classList.toggle("failed", failed);
    };
    const save = async () => {
      const data = new FormData(form);
      for (const input of all("input[type=file]", form)) data.delete(input.name);
      const run = ++waiting;
      show("正在保存……", false);
      try {
        const answer = await fetch(form.dataset.autosave, { method: "POST", body: data, headers: { "X-CSRFToken": token(), Accept: "application/json" } });
        const said = await answer.json();
        if (run !== waiting) return;
        if (!answer.ok) throw new Error(said.error);
        unsaved.delete(form);
        show(`已保存 ${said.saved_at || clock()}`, false);
      } catch (problem) {
        if (run !== waiting) return;
        show(problem instanceof TypeError || !problem.message ? "没有存上，网络恢复后会再试" : problem.message, true);
        timer = setTimeout(save, 15000);
      }
    };
    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      unsaved.add(form);
      clearTimeout(timer);
      timer = setTimeout(save, 1500);
    });
    form.addEventListener("submit", () => clearTimeout(timer));
  }

  /* ---- nothing typed is lost by a wrong tap ---- */

  for (const form of all("form[data-guard]")) {
    const typed = (event) => {
      if (event.target.form === form && event.target.matches("textarea, input:not([type=hidden])")) unsaved.add(form);
    };
    document.addEventListener("input", typed);
  }
  document.addEventListener("submit", (event) => unsaved.delete(event.target));
  addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });

  /* ---- one tap, one deed ---- */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button) {
      button.setAttribute("aria-disabled", "true");
      button.setAttribute("aria-busy", "true");
    }
  });
  addEventListener("pageshow", () => {
    for (const form of all("form[data-sent]")) delete form.dataset.sent;
    for (const button of all("[aria-busy]")) {
      button.removeAttribute("aria-busy");
      button.removeAttribute("aria-disabled");
    }
  });

  /* ---- the first error comes into view; a linked error is reached even inside a closed part ---- */

  document.querySelector(".sections [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  const first = document.querySelector("[data-first-error]");
  if (first) first.focus();

  /* ---- one sheet or menu at a time; Escape and a tap outside close it ---- */

  const sheets = ".sheet, .menu";
  document.addEventListener("click", (event) => {
    for (const open of all(`:is(${sheets})[open]`)) if (!open.contains(event.target)) open.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = all(`:is(${sheets})[open]`).pop();
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  for (const sheet of all(".sheet")) {
    sheet.addEventListener("toggle", () => {
      if (sheet.open) sheet.querySelector("textarea")?.focus({ preventScroll: true });
    });
  }

  /* ---- pictures are made smaller before they travel, one by one, with progress ---- */

  const LONGEST = 1920;
  const SMALL_ENOUGH = 600 * 1024;

  const smaller = async (file) => {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < SMALL_ENOUGH) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
      if (!blob || blob.size >= file.size) return file;
      return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
    } catch {
      return file;
    }
  };

  const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
  const piece = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

  const send = (url, name, file, onProgress) =>
    new Promise((done, fail) => {
      const request = new XMLHttpRequest();
      const data = new FormData();
      data.append(name, file, file.name);
      request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress(event.loaded / event.total));
      request.addEventListener("load", () => {
        let said = {};
        try {
          said = JSON.parse(request.responseText);
        } catch {
          /* a page instead of an answer: told below */
        }
        if (request.status < 300) done(said);
        else fail(new Error(said.error || "没有传上，请再试一次。"));
      });
      request.addEventListener("error", () => fail(new Error("网络断了，没有传上。")));
      request.open("POST", url);
      request.setRequestHeader("X-CSRFToken", token());
      request.setRequestHeader("Accept", "application/json");
      request.send(data);
    });

  const uploadOne = async (holder, list, input, original) => {
    const row = piece("li", "file");
    const label = piece("span", "kind", original.type.startsWith("image/") ? "图片" : "文件");
    const name = piece("a", "", original.name);
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
    const state = piece("span", "size", "正在压缩");
    bar.setAttribute("aria-label", `正在上传 ${original.name}`);
    row.append(label, name, bar, state);
    list.append(row);
    const file = await smaller(original);
    if (file.type.startsWith("image/")) {
      const thumb = Object.assign(document.createElement("img"), { className: "thumb", alt: "", src: URL.createObjectURL(file) });
      label.replaceWith(thumb);
    }
    state.textContent = size(file.size);
    try {
      const said = await send(holder.dataset.upload, input.name, file, (part) => {
        bar.value = part;
      });
      bar.remove();
      name.textContent = said.name || file.name;
      if (said.url) name.href = said.preview_url || said.url;
      if (said.note) row.append(piece("span", "state soon", said.note));
      if (said.id && holder.dataset.delete) {
        const remove = Object.assign(piece("button", "button quiet", "删除"), { name: "file", value: said.id, formAction: holder.dataset.delete, formNoValidate: true });
        remove.setAttribute("aria-label", `删除：${name.textContent}`);
        row.append(remove);
      }
      return true;
    } catch (problem) {
      bar.remove();
      state.remove();
      const retry = Object.assign(piece("button", "button", "再传一次"), { type: "button" });
      retry.addEventListener("click", () => {
        row.remove();
        uploadOne(holder, list, input, original);
      });
      row.append(piece("span", "state late", problem.message), retry);
      return false;
    }
  };

  for (const holder of all("[data-upload]")) {
    const input = holder.querySelector("input[type=file]");
    let list = holder.parentElement.querySelector("ul.files");
    if (!list) {
      list = piece("ul", "files");
      holder.after(list);
    }
    list.setAttribute("aria-live", "polite");
    input.required = false;
    input.addEventListener("change", async () => {
      const chosen = [...input.files];
      input.value = "";
      for (const file of chosen) await uploadOne(holder, list, input, file);
    });
  }

  /* ---- our own words on the file button; the real one stays, unseen and in the order of the keyboard ---- */

  for (const input of all("input[type=file]")) {
    if (!input.id) continue;
    const pictures = (input.accept || "").startsWith("image");
    const words = pictures ? "拍照或选图片" : "选择文件";
    const button = Object.assign(piece("label", "button pick", words), { htmlFor: input.id });
    const chosen = piece("span", "muted small");
    input.classList.add("unseen");
    input.after(button, chosen);
    input.addEventListener("change", () => {
      chosen.textContent = [...input.files].map((file) => file.name).join("、");
    });
  }

  /* ---- 复制: the ready text of a reminder into the clipboard ---- */

  for (const button of all("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(source.value);
      } catch {
        source.select();
        document.execCommand("copy");
      }
      button.textContent = "已复制";
    });
  }

  /* ---- 打印 ---- */

  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
