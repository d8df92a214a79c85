/* jiuye · entry. A form judged field by field, kept by itself, its code lists chosen by code, label or initials.
   The page works without it: lists are <select>, judging happens on submit. */
(() => {
  // A refused file is an answer too: htmx shows it where the result would stand.
  document.addEventListener("htmx:beforeSwap", e => { if (e.detail.xhr.status === 422) { e.detail.shouldSwap = true; e.detail.isError = false; } });

  const form = document.querySelector("form[data-entry]"); if (!form) return;
  const $ = (s, c = document) => c.querySelector(s), $$ = (s, c = document) => [...c.querySelectorAll(s)];
  const el = (tag, props = {}, ...kids) => { const n = Object.assign(document.createElement(tag), props); n.append(...kids); return n; };
  const field = name => name && $(`[data-field="${CSS.escape(name)}"]`, form);
  const control = name => form.elements[name];
  const set = form.dataset, saved = $("#saved"), faults = $("#faults");

  /* ── the server ── */
  class Lost extends Error {}
  const send = async (url, extra = {}) => {
    const body = new URLSearchParams(new FormData(form));
    Object.entries(extra).forEach(([k, v]) => body.set(k, v));
    const r = await fetch(url, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
    if (r.type === "opaqueredirect") throw new Lost();
    if (!r.ok) throw Object.assign(new Error(r.status), r.status === 422 ? await r.json() : {});
    return r.json();
  };
  const lost = () => {
    if ($("#lost")) return;
    const link = el("a", { href: `${set.gate || "/sign-in"}?next=${encodeURIComponent(set.gate ? location.pathname : "/")}`, target: "_blank", textContent: "在新窗口重新签入" });
    form.prepend(el("p", { id: "lost", className: "say stop" }, "登录已过期。所填内容还在本页，请", link, "，再回到这里接着填。"));
    saved.textContent = "登录已过期，暂时存不了草稿";
  };
  const found = () => { const l = $("#lost"); if (l) l.remove(); };

  /* ── code lists: combobox with a listbox (WAI-ARIA 1.2) ── */
  const combos = {};
  const enhance = store => {
    const name = store.name, remote = store.dataset.lookup, hint = store.getAttribute("aria-describedby");
    const label = $(`label[for="${CSS.escape(store.id)}"]`, form), list = `${name}-l`;
    const all = remote ? null : [...store.options].filter(o => o.value).map(o => [o.value, o.text.slice(o.value.length + 1), o.dataset.py || ""]);
    const text = o => `${o[0]} ${o[1]}`;
    const input = el("input", { className: "in", id: store.id, autocomplete: "off", spellcheck: false, value: remote ? store.dataset.shown || "" : store.value ? store.selectedOptions[0].text : "" });
    Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list, "aria-describedby": hint }).forEach(([k, v]) => input.setAttribute(k, v));
    const ul = el("ul", { id: list }); ul.setAttribute("role", "listbox"); ul.setAttribute("aria-label", label.firstChild.textContent);
    const foot = el("p", { className: "choices-foot", textContent: `代码、名称、拼音首字母都可以${all ? `，F4 看全部 ${all.length} 项` : ""}` });
    const box = el("div", { className: "choices", hidden: true }, ul, foot);
    const wrap = el("div", { className: "combo" });
    store.removeAttribute("id"); store.hidden = true; store.tabIndex = -1; store.replaceWith(wrap); wrap.append(store, input, box);
    let shown = [], at = -1, asked = 0;
    const close = () => { box.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
    const mark = i => {
      at = i; [...ul.children].forEach((li, n) => li.setAttribute("aria-selected", n === i));
      const li = ul.children[i]; if (!li) { input.removeAttribute("aria-activedescendant"); return; }
      input.setAttribute("aria-activedescendant", li.id); li.scrollIntoView({ block: "nearest" });
    };
    const put = o => { store.value = o ? o[0] : ""; input.value = o ? text(o) : ""; close(); store.dispatchEvent(new Event("change", { bubbles: true })); };
    const open = (options, choose) => {
      shown = options; ul.replaceChildren(...options.map((o, i) => {
        const li = el("li", { id: `${list}-${i}` }, el("span", { textContent: o[0] }), el("span", { textContent: o[1] }), el("span", { className: "py", textContent: o[2].slice(0, 8) }));
        li.setAttribute("role", "option"); li.addEventListener("mousedown", e => { e.preventDefault(); put(o); }); return li;
      }));
      box.hidden = !options.length; input.setAttribute("aria-expanded", String(!!options.length)); mark(options.length && choose !== -1 ? choose || 0 : -1);
    };
    const fits = (o, q) => o[0].toLowerCase().startsWith(q) || o[2].startsWith(q) || o[1].toLowerCase().includes(q);
    const lookUp = async q => {
      q = q.trim().toLowerCase();
      if (all) return all.filter(o => fits(o, q)).sort((a, b) => b[0].toLowerCase().startsWith(q) - a[0].toLowerCase().startsWith(q));
      const mine = ++asked, r = await fetch(`${set.codes}${remote}?q=${encodeURIComponent(q)}`, { redirect: "manual" });
      if (!r.ok) { if (r.type === "opaqueredirect") lost(); return []; }
      const answer = (await r.json()).codes; return mine === asked ? answer : null;
    };
    const search = async () => { const q = input.value; if (!q.trim()) { store.value = ""; close(); return; } const o = await lookUp(q); if (o && document.activeElement === input) open(o); };
    const showAll = async () => { const o = await lookUp(""); if (o) open(o, Math.max(0, o.findIndex(x => x[0] === store.value))); };
    const settle = async () => {                                   // left with text and no choice: one exact or only fit counts, else it is judged as typed
      const q = input.value.trim(); if (q === "") { if (store.value) put(null); return close(); }
      if (store.value && (q === input.dataset.text)) return close();
      const o = await lookUp(q.split(" ")[0]) || [], exact = o.find(x => x[0].toLowerCase() === q.split(" ")[0].toLowerCase() || x[1] === q);
      if (exact || o.length === 1) put(exact || o[0]); else if (all) { store.value = ""; input.value = ""; close(); } else { store.value = q; close(); }
      input.dataset.text = input.value;
    };
    input.addEventListener("input", search);
    input.addEventListener("mousedown", () => { if (document.activeElement === input && box.hidden) showAll(); });
    input.addEventListener("keydown", e => {
      if (e.isComposing || e.keyCode === 229) return;
      const on = !box.hidden;
      if (e.key === "F4") { e.preventDefault(); on ? close() : showAll(); }
      else if (e.key === "ArrowDown") { e.preventDefault(); e.stopPropagation(); on ? mark(Math.min(at + 1, shown.length - 1)) : showAll(); }
      else if (e.key === "ArrowUp") { e.preventDefault(); e.stopPropagation(); on ? mark(Math.max(at - 1, 0)) : showAll(); }
      else if (e.key === "Enter" && on && at >= 0 && !e.ctrlKey) { put(shown[at]); input.dataset.text = input.value; }   // look.js then goes to the next field
      else if (e.key === "Escape" && on) { e.preventDefault(); e.stopPropagation(); close(); }
    });
    input.addEventListener("focus", () => { input.dataset.text = input.value; input.select(); });
    combos[name] = { input, settle, set: async code => { const o = (await lookUp(code) || []).find(x => x[0] === code); if (o) { put(o); input.dataset.text = input.value; } } };
    if (input.value) input.dataset.text = input.value;
  };
  $$("select[data-choose], input[data-lookup]", form).forEach(enhance);

  /* ── what is typed, put straight before it is judged ── */
  const tidy = input => {
    if (!input.matches("input:not([type=radio]):not([type=checkbox]):not([role=combobox])")) return;
    let v = input.value.trim();
    if (input.hasAttribute("data-upper")) v = v.toUpperCase();
    if (input.hasAttribute("data-date")) { const m = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(v); if (m) v = `${m[1]}-${m[2].padStart(2, "0")}-${m[3].padStart(2, "0")}`; }
    if (v !== input.value) input.value = v;
  };

  /* ── judging: a field that was left; never what nobody has come to ── */
  const touched = new Set(), drawn = {};
  let judging = null, again = false;
  const line = m => {
    const said = el("span", {}, el("span", { className: "vh", textContent: `${m.said}：` }), `${m.message} `, el("span", { className: "rule", textContent: m.rule_id }));
    if (m.kind === "ask") said.append(el("label", { className: "sure" }, el("input", { type: "checkbox", name: "confirmed", value: m.rule_id, checked: m.confirmed }), " 已核实"));
    const sign = el("span", { className: `mark ${m.kind}`, textContent: m.sign }); sign.setAttribute("aria-hidden", "true");
    return el("p", { className: `verdict ${m.kind}` }, sign, said);
  };
  const below = $('[data-field=""]', form);   // what stands under no field is said, and answered, below the list on top
  const draw = verdicts => {
    const by = Object.fromEntries(verdicts.map(v => [v.item, v.marks]));
    $$("[data-field]", form).forEach(box => {
      const name = box.dataset.field, marks = by[name] || [], open = marks.filter(m => !m.confirmed), kind = ["stop", "ask"].find(k => open.some(m => m.kind === k));
      kind ? box.setAttribute("data-verdict", kind) : box.removeAttribute("data-verdict");
      const input = $(".in:not([hidden])", box); if (input) kind === "stop" ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
      const key = JSON.stringify(marks.map(m => [m.rule_id, m.message])); if (drawn[name] === key) return;
      drawn[name] = key; $("[data-marks]", box).replaceChildren(...marks.map(line));
      const folded = box.closest("details"); if (marks.length && folded) folded.open = true;
    });
    const open = verdicts.flatMap(v => v.marks.filter(m => !m.confirmed).map(m => [v, m]));
    const stops = open.filter(([, m]) => m.kind === "stop").length, asks = open.length - stops;
    faults.hidden = !open.length; faults.classList.toggle("ask", !stops);
    $("h2", faults).replaceChildren(`还不能提交：${[stops && `${stops} 处必须改正`, asks && `${asks} 处请确认`].filter(Boolean).join("，")} `, el("kbd", { textContent: "F8" }));
    $("ul", faults).replaceChildren(...open.filter(([v]) => v.item || !below).map(([v, m]) => {
      const sign = el("span", { className: `mark ${m.kind}`, textContent: m.sign }); sign.setAttribute("aria-hidden", "true");
      return el("li", {}, sign, v.item ? el("a", { href: `#${v.item}`, textContent: `${v.label}：${m.message}` }) : el("span", { textContent: m.message }), el("span", { className: "rule", textContent: m.rule_id }));
    }));
  };
  const fill = async told => {
    let some = false;
    for (const [name, value] of Object.entries(told || {})) {
      const c = control(name); if (!c || c.value) continue;
      some = true; touched.add(name);
      combos[name] ? await combos[name].set(value) : (c.value = value);
      const h = document.getElementById(`${name}-h`); if (h) { h.textContent = "按所填号码带出，请看证件核对"; h.hidden = false; }
    }
    return some;
  };
  const judge = async all => {
    if (judging && !all) { again = true; return judging; }
    if (judging) await judging.catch(() => {});
    judging = send(set.judge, { touched: all ? "*" : [...touched].join(" ") });
    try {
      const told = await judging; found(); draw(told.verdicts);
      if (await fill(told.fill)) { changed(); again = true; }
      return told;
    } finally { judging = null; if (again && !all) { again = false; judge().catch(trouble); } }
  };
  const trouble = e => { if (e instanceof Lost) lost(); };

  /* ── who might this already be ── */
  const watched = set.watch ? set.watch.split(" ") : []; let asked = watched.length && $("#matches").children.length ? watched.map(n => control(n).value).join("\x1f") : "";
  const match = async () => {
    const key = watched.map(n => control(n).value).join("\x1f"); if (!watched.length || key === asked || !key.replaceAll("\x1f", "")) return;
    asked = key;
    const told = await send(set.match).catch(e => { asked = ""; throw e; });
    $("#matches").innerHTML = told.html; $("#quiet").hidden = !!$("#matches").children.length;
    if (await fill(told.fill)) { changed(); judge().catch(trouble); }
    await flow().catch(trouble);
  };

  /* ── what other sections hold already: filled where nothing was typed, told beside it where something was ── */
  const keys = (set.keys || "").split(" ").filter(Boolean), spoken = () => keys.map(n => control(n) ? control(n).value : "").join("\x1f"); let heard = null;   // no keys: the page knows whom it is for
  const flow = async () => {
    const key = spoken(); if (!set.flows || key === heard || keys.length && !key.replaceAll("\x1f", "")) return;
    heard = key;
    const told = await send(set.flows).catch(e => { if (e.refusal) return { refusal: e.refusal }; heard = null; throw e; });
    const h = document.getElementById("id_number-h");   // where the number is another's, it is said beside it
    if (h && (told.refusal || "was" in h.dataset)) { h.dataset.was ??= h.textContent; h.textContent = told.refusal || h.dataset.was; h.hidden = !h.textContent; }
    for (const [name, offer] of Object.entries(told.offers || {})) await offered(name, offer);
  };
  const offered = async (name, o) => {
    const c = control(name), h = document.getElementById(`${name}-h`); if (!c || !h) return;
    const now = () => new FormData(form).get(name);
    const take = async chosen => { combos[name] ? await combos[name].set(o.value) : (c.value = o.value); touched.add(name); if (chosen) changed(); judge().catch(trouble); told(); };   // nobody typed: no draft yet
    const told = () => {
      const button = el("button", { type: "button", className: "peek", textContent: "采用" }); button.addEventListener("click", take);
      h.replaceChildren(...(now() === o.value ? [`取自${o.said}，请核对`] : [`${o.said}，记为 ${o.shown} `, button])); h.hidden = false;
    };
    now() ? told() : await take(false);
  };

  form.addEventListener("focusout", async e => {
    const box = e.target.closest("[data-field]"); if (!box || box.contains(e.relatedTarget)) return;
    tidy(e.target); const name = box.dataset.field; if (combos[name]) await combos[name].settle().catch(trouble);
    touched.add(name); judge().catch(trouble); if (watched.includes(name)) match().catch(trouble); if (keys.includes(name)) flow().catch(trouble);
  });

  /* ── the draft: every few seconds after a change, and when the page goes ── */
  let dirty = false, timer = 0;
  const changed = () => { dirty = true; if (!timer) timer = setTimeout(save, 2500); };
  const save = async () => {
    timer = 0; if (!dirty || !set.draft) return; dirty = false;
    try {
      const told = await send(set.draft); found();
      if (told.saved) { saved.textContent = `${told.saved} 已存草稿，关掉也不会丢`; history.replaceState(null, "", form.action); }
    } catch (e) { dirty = true; e instanceof Lost ? lost() : (saved.textContent = e instanceof TypeError ? "现在没有网络，草稿稍后再存，所填内容还在本页" : "草稿没有存上，稍后再试"); if (!timer) timer = setTimeout(save, 5000); }
  };
  ["input", "change"].forEach(kind => form.addEventListener(kind, e => { changed(); if (e.target.name === "confirmed") judge().catch(trouble); }));
  addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && dirty && set.draft && !leaving) { dirty = false; navigator.sendBeacon(set.draft, new URLSearchParams(new FormData(form))); } });

  faults.addEventListener("click", e => {                          // a link to a field goes into the field
    const a = e.target.closest("a"), box = a && field(a.getAttribute("href").slice(1)); if (!box) return;
    e.preventDefault(); const to = $("input:not([hidden]), select:not([hidden])", box); if (to) { to.scrollIntoView({ block: "center" }); to.focus(); }
  });

  /* ── away and in ── */
  let leaving = false;
  addEventListener("keydown", e => {
    if (e.key !== "Escape" || e.isComposing || e.defaultPrevented || $("[aria-expanded=true]", form)) return;
    e.preventDefault(); clearTimeout(timer); dirty = dirty || !!timer;
    save().then(() => { if (!dirty) $("[data-leave]").click(); });
  });
  form.addEventListener("submit", async e => {
    if (leaving || (e.submitter && e.submitter.name === "keep")) return;
    e.preventDefault(); const button = $("[data-main]", form); if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    try {
      const name = document.activeElement && document.activeElement.closest("[data-field]"); if (name && combos[name.dataset.field]) await combos[name.dataset.field].settle();
      if (document.activeElement) tidy(document.activeElement);
      await match(); Object.keys(form.elements).length && $$("[data-field]", form).forEach(b => touched.add(b.dataset.field));
      const told = await judge(true);
      if (told.open) { faults.focus(); faults.scrollIntoView({ block: "start" }); return; }
      leaving = true; clearTimeout(timer); form.submit();
    } catch (problem) {
      if (problem instanceof Lost) { lost(); $("#lost a").focus(); }
      else if (problem instanceof TypeError) saved.textContent = "现在没有网络，所填内容还在本页。有了网络请再提交";   // fetch could not reach the server
      else { leaving = true; form.submit(); }
    }
    finally { button.removeAttribute("aria-busy"); }
  });

  const filled = $$("[data-field]", form).map(b => b.dataset.field).filter(n => control(n) && control(n).value);
  if (form.hasAttribute("data-resumed")) { filled.forEach(n => touched.add(n)); judge().catch(trouble); }
  else flow().catch(trouble);
  const first = $$("[data-field]", form).map(b => $(".in:not([hidden])", b)).find(i => i && !i.value);
  if (!location.hash && first) first.focus({ preventScroll: true });
})();
