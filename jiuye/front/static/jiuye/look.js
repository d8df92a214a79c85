/* jiuye · keys, large type, focus. Pages work without it. */
(() => {
  const root = document.documentElement, $ = (s, c = document) => c.querySelector(s), $$ = (s, c = document) => [...c.querySelectorAll(s)];
  const seen = el => el.offsetParent !== null;
  let kept = null; try { kept = localStorage.getItem("type"); } catch (e) { /* private mode */ }
  const large = on => {
    root.dataset.type = on ? "large" : "normal";
    $$("[data-large]").forEach(b => { b.setAttribute("aria-pressed", on); b.textContent = on ? "标准字" : "大字"; });
    try { localStorage.setItem("type", on ? "large" : "normal"); } catch (e) { /* same */ }
  };
  if (kept === "large" || location.hash === "#large") large(true);
  addEventListener("click", e => { if (e.target.closest("[data-large]")) large(root.dataset.type !== "large"); });

  addEventListener("keydown", e => {
    if (e.isComposing || e.keyCode === 229) return;              // an input method is choosing a word: Enter is not ours
    const el = document.activeElement, form = el && el.closest("form[data-flow]");
    if (e.key === "F2") { e.preventDefault(); const f = $("#find"); if (f) { f.focus(); f.select(); } return; }
    if (e.key === "F9") { e.preventDefault(); const r = $(".rooms [aria-current]") || $(".rooms a"); if (r) r.focus(); return; }
    if (e.key === "F8") {                                        // next problem, Shift for the one before
      const bad = $$("[data-verdict=stop] .in, [data-verdict=ask] .in").filter(seen); if (!bad.length) return;
      e.preventDefault(); const at = bad.indexOf(el), n = bad.length;
      bad[at < 0 ? 0 : (at + (e.shiftKey ? n - 1 : 1)) % n].focus(); return;
    }
    if ((e.key === "ArrowDown" || e.key === "ArrowUp") && el) {   // rooms and lists: one stop per row
      const box = el.closest(".rooms, .list"), row = box && $$(box.matches(".rooms") ? "a" : "tbody tr a:first-of-type", box).filter((a, i, all) => box.matches(".rooms") || all.findIndex(b => b.closest("tr") === a.closest("tr")) === i);
      const at = row ? row.findIndex(a => a === el || (a.closest("tr") && a.closest("tr").contains(el))) : -1;
      if (at >= 0) { const to = row[at + (e.key === "ArrowDown" ? 1 : -1)]; if (to) { e.preventDefault(); to.focus(); } return; }
    }
    if (e.key === "Enter" && e.ctrlKey) { const b = $(e.shiftKey ? "[data-other]" : ".btn[data-main]"); if (b) { e.preventDefault(); b.click(); } return; }
    if (e.key === "Enter" && form && el.matches("input, select") && el.getAttribute("aria-expanded") !== "true") {
      e.preventDefault();
      const all = $$("input:not([type=hidden]), select, textarea", form).filter(x => seen(x) && !x.readOnly && !x.disabled && (x.type !== "radio" || x.checked || x.name !== el.name));
      const next = all[all.indexOf(el) + (e.shiftKey ? -1 : 1)]; if (next) { next.focus(); if (next.select && next.type !== "radio") next.select(); }
      else if (form.dataset.flow === "submit" && !e.shiftKey) form.requestSubmit();            // a gate: the last field opens it
    }
  });

  const first = $("[data-first]"); if (first && !location.hash) { first.focus({ preventScroll: true }); if (first.setSelectionRange) first.setSelectionRange(99, 99); }
})();
