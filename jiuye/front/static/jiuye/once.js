/* jiuye · a form that takes its time is sent once, and says that it is at work. Pages work without it. */
(() => {
  addEventListener("submit", e => {
    const form = e.target.closest("form[data-once]"); if (!form) return;
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = "1";
    form.querySelectorAll("button[type=submit]").forEach(b => b.setAttribute("aria-disabled", "true"));
    document.querySelectorAll("[data-working]").forEach(n => { n.hidden = false; });
  });
  addEventListener("pageshow", e => {                 // back from the browser's own store: ready again
    if (!e.persisted) return;
    document.querySelectorAll("form[data-once]").forEach(f => { delete f.dataset.sent; f.querySelectorAll("button[type=submit]").forEach(b => b.removeAttribute("aria-disabled")); });
    document.querySelectorAll("[data-working]").forEach(n => { n.hidden = true; });
  });
})();
