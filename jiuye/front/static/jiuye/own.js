/* jiuye · own. What a citizen's phone adds to the pages: installed, and a form that outlives a lost connection.
   What was typed and is not yet on the server stays on this device until it is, and goes when he signs out. */
(() => {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/my/worker.js", { scope: "/my/" }).catch(() => {});
  const PREFIX = "own:", mine = () => Object.keys(localStorage).filter(k => k.startsWith(PREFIX));
  document.querySelectorAll("form[data-forget]").forEach(f => f.addEventListener("submit", () => mine().forEach(k => localStorage.removeItem(k))));
  document.querySelectorAll("[data-handed-in]").forEach(() => mine().forEach(k => localStorage.removeItem(k)));
  if (new URLSearchParams(location.search).has("out")) mine().forEach(k => localStorage.removeItem(k));

  const form = document.querySelector("form[data-entry][data-local]"); if (!form) return;
  const key = PREFIX + form.dataset.local, { draft, seq } = form.elements;
  const typed = () => Object.fromEntries([...new FormData(form)].filter(([n]) => !["csrfmiddlewaretoken", "draft", "seq"].includes(n)));
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  const asked = new URLSearchParams(location.search).get("draft");
  // seq counts the changes: the phone's copy stands where it has seen more of them than the server's draft.
  if (kept && (!asked || kept.draft === asked) && kept.seq > Number(seq.value)) {
    for (const [name, value] of Object.entries(kept.values)) if (form.elements[name]) form.elements[name].value = value;
    draft.value = kept.draft; seq.value = kept.seq;
    form.action = `${location.pathname}?draft=${draft.value}`;
    form.setAttribute("data-resumed", "");
    document.getElementById("saved").textContent = "接着这部手机上留下的内容填";
  }
  const keep = () => { seq.value = Number(seq.value) + 1; localStorage.setItem(key, JSON.stringify({ draft: draft.value, seq: Number(seq.value), values: typed() })); };
  ["input", "change"].forEach(kind => form.addEventListener(kind, keep));
})();
