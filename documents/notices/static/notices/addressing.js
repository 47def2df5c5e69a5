// 主送: a press writes a 主送组 or what was addressed last behind what is typed; a second press takes it away again.
(() => {
  const CUT = /([、，,；;：:。\s]+)/;
  const entries = (text) => text.split(CUT).filter((_part, at) => at % 2 === 0).filter(Boolean);

  class Addressing extends window.StimulusModule.Controller {
    static targets = ["offer"];

    connect() {
      this.input = this.element.querySelector("textarea");
      this.show = () => this.mark();
      this.input?.addEventListener("input", this.show);
      this.mark();
    }

    disconnect() { this.input?.removeEventListener("input", this.show); }

    stands(offer) {
      const typed = new Set(entries(this.input.value));
      const wanted = entries(offer.dataset.text);
      return wanted.length > 0 && wanted.every((name) => typed.has(name));
    }

    mark() {
      this.offerTargets.forEach((offer) => {
        const stands = this.stands(offer);
        const button = offer.querySelector("button");
        button.setAttribute("aria-pressed", stands ? "true" : "false");
        button.textContent = stands ? "去掉" : "加上";
      });
    }

    press(event) {
      const offer = event.currentTarget.closest("li");
      this.input.value = this.stands(offer) ? this.without(offer) : this.withOffer(offer);
      this.input.dispatchEvent(new Event("input", { bubbles: true }));
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    // Entries of the offer that are not there yet come behind what is typed, joined as the offer joins them.
    withOffer(offer) {
      let text = this.input.value.replace(/[、，,；;：:。\s]+$/, "");
      const typed = new Set(entries(text));
      const parts = offer.dataset.text.split(CUT);
      for (let at = 0; at < parts.length; at += 2) {
        if (!parts[at] || typed.has(parts[at])) continue;
        const before = at && text.endsWith(parts[at - 2]) ? parts[at - 1] : this.between(text, offer);
        text += (text ? before : "") + parts[at];
      }
      return text;
    }

    // Names of one sort stand with 、 between them, others with ，.
    between(text, offer) {
      const last = entries(text).pop();
      const known = this.offerTargets.find((one) => one.dataset.text === last);
      return known?.dataset.sort && known.dataset.sort === offer.dataset.sort ? "、" : "，";
    }

    without(offer) {
      const gone = new Set(entries(offer.dataset.text));
      const parts = this.input.value.split(CUT);
      let text = "";
      for (let at = 0; at < parts.length; at += 2) {
        if (parts[at] && !gone.has(parts[at])) text += (text ? parts[at - 1] : "") + parts[at];
      }
      return text;
    }
  }

  window.wagtail?.app?.register("addressing", Addressing);
})();
