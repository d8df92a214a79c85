/* jiuye · kiosk. The number pad, and the wipe when nobody is there. Nothing is kept on the machine: what was typed goes
   to the draft on the server, and leaving replaces the page. */
(() => {
  const $ = s => document.querySelector(s), body = document.body;
  addEventListener("pageshow", e => { if (e.persisted) location.reload(); });         // never out of the back/forward cache
  document.querySelectorAll("[data-print]").forEach(b => b.addEventListener("click", () => print()));

  /* ── the pad: ten digits, X, and one back; for whatever takes digits ── */
  const pad = $("#pad"), KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "X", "0", "⌫"];
  const takes = i => i && i.matches("input[data-pad], input[data-date], input[data-upper], input[inputmode=numeric]") && !i.readOnly;
  let at = null;
  const type = key => {
    if (!at) return;
    if (key === "⌫") at.value = at.value.slice(0, -1);
    else if (at.maxLength < 0 || at.value.length < at.maxLength) at.value += key;
    at.dispatchEvent(new Event("input", { bubbles: true }));
  };
  KEYS.forEach(key => {
    const b = Object.assign(document.createElement("button"), { type: "button", textContent: key, tabIndex: -1 });
    if (key === "⌫") b.setAttribute("aria-label", "退一格");
    b.addEventListener("pointerdown", e => e.preventDefault());                       // the field keeps the focus
    b.addEventListener("click", () => type(key)); pad.append(b);
  });
  const aim = e => { if (takes(e.target)) { at = e.target; pad.hidden = false; at.closest(".field").after(pad); } else if (e.target.matches && e.target.matches("input, select, textarea")) { at = null; pad.hidden = true; } };
  document.addEventListener("focusin", aim);
  const first = $("[data-first]"); if (first) { first.focus(); aim({ target: first }); }

  /* ── nobody there: a warning, then away; the server does the same by its own clock ── */
  const idle = Number(body.dataset.idle || 0), box = $("#idle"), leave = $("#leave"); if (!idle) return;
  const away = () => leave ? leave.submit() : location.replace("/kiosk/sign-in?new=1");
  const WARN = 15; let touched = Date.now(), told = Date.now();
  const alive = () => {
    told = Date.now(); if (!leave) return;
    const token = leave.elements.csrfmiddlewaretoken.value;
    fetch(body.dataset.alive, { method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: token }), redirect: "manual" }).then(r => { if (r.type === "opaqueredirect" || r.status === 403) location.replace("/kiosk/sign-in"); }).catch(() => {});
  };
  const touch = () => { if (box.open) return; touched = Date.now(); if (touched - told > 10000) alive(); };
  ["pointerdown", "keydown", "input", "scroll"].forEach(kind => addEventListener(kind, touch, { passive: true, capture: true }));
  $("[data-stay]").addEventListener("click", () => { box.close(); touched = Date.now(); alive(); });
  addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") alive(); });
  setInterval(() => {
    const left = Math.ceil(idle - (Date.now() - touched) / 1000);
    $("#idle-n").textContent = Math.max(left, 0);
    if (leave && left <= WARN && !box.open) box.showModal();
    if (left <= 0) away();
  }, 1000);
})();
