/* The browser's half of pages/components/form_parts.py: fields that speak the page's language, files with their progress, kept drafts. */
(function () {
  const { createElement: h, useEffect, useRef, useState } = React;
  const SILENCE = 450;
  const lang = () => document.documentElement.lang || "ru";
  const sign = (name, classes) => h("svg", { className: "i " + (classes || ""), "aria-hidden": "true", focusable: "false" }, h("use", { href: window.kordon_sprite + "#" + name }));
  const textId = (id) => (typeof id === "string" ? id : id && JSON.stringify(id, Object.keys(id).sort()));

  function Frame({ id, children, label, hint, error, required, group, target, className }) {
    const box = useRef(null);
    useEffect(() => {
      for (const input of box.current.querySelectorAll("input:not([type=file]), textarea, .dash-dropdown")) {
        if (error) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
        if (error || hint) input.setAttribute("aria-describedby", target + (error ? "-error" : "-hint")); else input.removeAttribute("aria-describedby");
      }
    }, [error, hint]);
    const mark = required ? h("span", { className: "must" }, h("span", { "aria-hidden": "true" }, "*"), h("span", { className: "visually-hidden" }, ", " + required)) : null;
    const name = label ? h(group ? "legend" : "label", group ? { className: "form-label" } : { className: "form-label", htmlFor: target }, label, mark) : null;
    return h(group ? "fieldset" : "div", { id: textId(id), ref: box, className: "fp" + (error ? " bad" : "") + (className ? " " + className : "") },
      name, children,
      h("div", { id: target + "-error", className: "fp-error", role: "alert" }, error ? sign("exclamation-circle-fill", "i-xs") : null, error || null),
      hint ? h("div", { id: target + "-hint", className: "hint" }, hint) : null);
  }

  /* what was typed goes to the server after a short silence, and at once when the field is left */
  function useTyped(value, setProps) {
    const [typed, setTyped] = useState(value || "");
    const told = useRef(value || "");
    const timer = useRef(0);
    useEffect(() => { if ((value || "") !== told.current) { told.current = value || ""; setTyped(value || ""); } }, [value]);
    useEffect(() => () => window.clearTimeout(timer.current), []);
    const tell = (text) => {
      window.clearTimeout(timer.current);
      drafts.told(told);
      if (text !== told.current) { told.current = text; setProps({ value: text }); }
    };
    const type = (text) => {
      setTyped(text);
      window.clearTimeout(timer.current);
      if (text === told.current) { drafts.takenBack(told); return; }
      drafts.typing(told);
      timer.current = window.setTimeout(() => tell(text), SILENCE);
    };
    return [typed, type, () => tell(typed), (text) => { setTyped(text); drafts.typing(told); tell(text); }];
  }

  function TextField({ id, value, setProps, target, lines, mode, placeholder, suffix, limit, autoComplete, label }) {
    const [typed, type, leave] = useTyped(value, setProps);
    const area = useRef(null);
    useEffect(() => {
      if (!lines || !area.current) return;
      area.current.style.height = "auto";
      area.current.style.height = Math.min(area.current.scrollHeight + 2, 420) + "px";
    }, [typed]);
    const shared = {
      id: target, className: "form-control", value: typed, placeholder, autoComplete: autoComplete || "off", ref: area, "aria-label": label,
      onChange: (event) => type(event.target.value), onBlur: leave,
    };
    const near = limit && typed.length > limit * 0.9 ? h("span", { className: "fp-count" + (typed.length > limit ? " c-danger" : "") }, typed.length + " / " + limit) : null;
    const input = lines ? h("textarea", { ...shared, rows: lines }) : h("input", { ...shared, type: "text", inputMode: mode, spellCheck: mode ? false : undefined });
    return h("div", { id: textId(id), className: "fp-in" + (suffix ? " fp-suffixed" : "") }, input, suffix ? h("span", { className: "fp-suffix", "aria-hidden": "true" }, suffix) : null, near);
  }

  /* ---- dates: typed as 05.03.2026 or chosen in a calendar ---- */
  const two = (number) => String(number).padStart(2, "0");
  const written = (day) => `${two(day.getDate())}.${two(day.getMonth() + 1)}.${day.getFullYear()}`;
  const read = (text) => {
    const found = /^\s*(\d{1,2})[./](\d{1,2})[./](\d{4})/.exec(text || "");
    const day = found && new Date(+found[3], +found[2] - 1, +found[1]);
    return day && day.getMonth() === +found[2] - 1 ? day : null;
  };
  const shifted = (day, days) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);

  function DateField({ id, value, setProps, target, time, placeholder, label, texts }) {
    const [typed, type, leave, put] = useTyped(value, setProps);
    const [at, setAt] = useState(null);   // the day under the cursor of the open calendar
    const box = useRef(null);
    useEffect(() => {
      if (!at) return undefined;
      const away = (event) => { if (!box.current.contains(event.target)) setAt(null); };
      document.addEventListener("pointerdown", away);
      return () => document.removeEventListener("pointerdown", away);
    }, [Boolean(at)]);
    useEffect(() => { const cell = at && box.current.querySelector("[data-at]"); if (cell) cell.focus(); }, [at && at.getTime()]);
    const choose = (day) => {
      const clock = time ? " " + ((/\d{1,2}:\d{2}\s*$/.exec(typed) || ["09:00"])[0].trim()) : "";
      put(written(day) + clock);
      close();
    };
    const close = () => { setAt(null); document.getElementById(target).focus(); };
    const keys = (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
      if (step) { event.preventDefault(); setAt(shifted(at, step)); }
      if (event.key === "PageUp" || event.key === "PageDown") { event.preventDefault(); setAt(new Date(at.getFullYear(), at.getMonth() + (event.key === "PageUp" ? -1 : 1), at.getDate())); }
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); }
    };
    const input = h("input", { id: target, className: "form-control", type: "text", inputMode: "numeric", value: typed, placeholder, autoComplete: "off", "aria-label": label, onChange: (event) => type(event.target.value), onBlur: leave });
    const open = h("button", { type: "button", className: "icb fp-cal", title: texts.open, "aria-label": texts.open, "aria-expanded": Boolean(at), onClick: () => setAt(at ? null : read(typed) || new Date()) }, sign("calendar3", "i-s"));
    return h("div", { id: textId(id), className: "fp-in fp-date" + (time ? " fp-time" : ""), ref: box }, input, open, at ? calendar(at, read(typed), { setAt, choose, keys, texts }) : null);
  }

  function calendar(at, chosen, { setAt, choose, keys, texts }) {
    const first = new Date(at.getFullYear(), at.getMonth(), 1);
    const start = shifted(first, -((first.getDay() + 6) % 7));
    const month = new Intl.DateTimeFormat(lang(), { month: "long", year: "numeric" }).format(at).replace(" г.", "");
    const weekday = new Intl.DateTimeFormat(lang(), { weekday: "short" });
    const full = new Intl.DateTimeFormat(lang(), { day: "numeric", month: "long", year: "numeric" });
    const today = written(new Date());
    const weeks = [0, 1, 2, 3, 4, 5].map((week) => [0, 1, 2, 3, 4, 5, 6].map((day) => shifted(start, week * 7 + day)));
    const cell = (day) => {
      const here = written(day) === written(at);
      const classes = [day.getMonth() === at.getMonth() ? "" : "out", written(day) === today ? "today" : "", chosen && written(day) === written(chosen) ? "on" : ""].join(" ");
      return h("td", { key: day }, h("button", { type: "button", className: classes, tabIndex: here ? 0 : -1, "data-at": here ? "1" : undefined, "aria-label": full.format(day), "aria-pressed": Boolean(chosen && written(day) === written(chosen)), onClick: () => choose(day) }, day.getDate()));
    };
    const move = (months, name, words) => h("button", { type: "button", className: "icb", "aria-label": words, title: words, onClick: () => setAt(new Date(at.getFullYear(), at.getMonth() + months, 1)) }, sign(name, "i-s"));
    return h("div", { className: "cal", role: "dialog", "aria-label": texts.open, onKeyDown: keys },
      h("div", { className: "cal-head" }, move(-1, "chevron-left", texts.previous), h("b", { "aria-live": "polite" }, month.charAt(0).toUpperCase() + month.slice(1)), move(1, "chevron-right", texts.next)),
      h("table", null,
        h("thead", null, h("tr", null, weeks[0].map((day) => h("th", { key: day, scope: "col" }, weekday.format(day))))),
        h("tbody", null, weeks.map((week) => h("tr", { key: week[0] }, week.map(cell))))));
  }

  /* ---- files ---- */
  const size = (octets) => {
    const units = lang() === "ru" ? ["Б", "КБ", "МБ"] : ["B", "KB", "MB"];
    let step = 0;
    let figure = octets;
    while (figure >= 1024 && step < 2) { figure /= 1024; step += 1; }
    return new Intl.NumberFormat(lang(), { maximumFractionDigits: figure < 10 ? 1 : 0 }).format(figure) + "\u00a0" + units[step];
  };

  function send(file, progress) {
    return new Promise((resolve, reject) => {
      const asked = new XMLHttpRequest();
      asked.open("POST", "/api/uploads");
      const name = window.kordon.given.csrf;
      const token = (document.cookie.split("; ").find((pair) => pair.startsWith(name + "=")) || "").slice(name.length + 1);
      asked.setRequestHeader("X-Kordon-CSRF", token);
      asked.setRequestHeader("Accept", "application/json");
      asked.upload.onprogress = (event) => { if (event.lengthComputable) progress(event.loaded / event.total); };
      asked.onload = () => {
        const told = (() => { try { return JSON.parse(asked.responseText); } catch (_error) { return {}; } })();
        if (asked.status === 201) resolve(told);
        else if (asked.status === 401) window.fetch("/api/uploads").then(() => send(file, progress)).then(resolve, reject); // asks for the password
        else reject(new Error(told.message || window.kordon.words.no_connection));
      };
      asked.onerror = () => reject(new Error(window.kordon.words.no_connection));
      const body = new FormData();
      body.append("file", file, file.name);
      asked.send(body);
    });
  }

  function FileField({ id, value, setProps, target, limit, megabytes, texts }) {
    const [going, setGoing] = useState([]);
    const [over, setOver] = useState(false);
    const kept = useRef(value || []);
    kept.current = value || [];
    const change = (key, part) => setGoing((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
    const start = (one) => {
      change(one.key, { share: 0, error: "" });
      send(one.file, (share) => change(one.key, { share })).then((told) => {
        setGoing((all) => all.filter((other) => other.key !== one.key));
        kept.current = [...kept.current, told];
        drafts.typing(kept);
        drafts.told(kept);
        setProps({ value: kept.current });
      }, (error) => change(one.key, { error: error.message, share: null }));
    };
    const add = (files) => {
      const room = (limit || 30) - kept.current.length - going.length;
      const fresh = [...files].slice(0, Math.max(0, room)).map((file) => ({ key: Math.random().toString(36).slice(2), file, share: 0, error: "" }));
      const tooLarge = fresh.filter((one) => one.file.size > megabytes * 1024 * 1024);
      tooLarge.forEach((one) => { one.error = texts.too_large; one.share = null; });
      setGoing((all) => [...all, ...fresh]);
      fresh.filter((one) => !one.error).forEach(start);
      if (files.length > fresh.length) window.kordon.toast({ text: texts.too_many, kind: "warn" });
    };
    const remove = (one) => {
      setProps({ value: kept.current.filter((other) => other.id !== one.id) });
      if (!one.kept) window.fetch("/api/uploads/" + one.id, { method: "DELETE" });
    };
    const drop = (event) => { event.preventDefault(); setOver(false); add(event.dataTransfer.files); };
    const button = (words, act, name) => h("button", { type: "button", className: "icb", title: words, "aria-label": words, onClick: act }, sign(name, "i-s"));
    const line = (one) => h("li", { key: one.id, className: "up" }, sign("file-earmark", "i-s t3"), h("a", { href: "/files/" + one.id, className: "ell" }, one.name), h("span", { className: "t3 s12 nw" }, size(one.size)), button(texts.remove + ": " + one.name, () => remove(one), "x"));
    const moving = (one) => h("li", { key: one.key, className: "up" + (one.error ? " bad" : "") }, sign(one.error ? "exclamation-circle-fill" : "upload", "i-s t3"),
      h("span", { className: "ell" }, one.file.name),
      one.error ? h("span", { className: "c-danger s12 up-error", role: "alert" }, one.error)
        : h("span", { className: "up-bar", role: "progressbar", "aria-valuenow": Math.round(one.share * 100), "aria-valuemin": 0, "aria-valuemax": 100, "aria-label": one.file.name }, h("i", { style: { width: Math.round(one.share * 100) + "%" } })),
      h("span", { className: "t3 s12 nw" }, one.error ? "" : Math.round(one.share * 100) + "\u00a0%"),
      one.error && one.file.size <= megabytes * 1024 * 1024 ? button(texts.again + ": " + one.file.name, () => start(one), "arrow-clockwise") : null,
      one.error ? button(texts.remove + ": " + one.file.name, () => setGoing((all) => all.filter((other) => other.key !== one.key)), "x") : null);
    return h("div", { id: textId(id), className: "ups" + (over ? " over" : ""), onDragOver: (event) => { event.preventDefault(); setOver(true); }, onDragLeave: () => setOver(false), onDrop: drop },
      h("ul", null, (value || []).map(line), going.map(moving)),
      h("label", { className: "ups-add" }, sign("paperclip", "i-s"), h("span", { className: "ups-act" }, texts.choose), h("span", { className: "t3 ups-or" }, texts.drop),
        h("input", { id: target, type: "file", multiple: true, className: "visually-hidden", "aria-label": texts.choose, onChange: (event) => { add(event.target.files); event.target.value = ""; } })));
  }

  window.kordon_form = { Frame, TextField, DateField, FileField };

  /* ---- drafts: the sign says what is kept; what could not be sent is sent again when the connection is back ---- */
  const drafts = (() => {
    const pending = new Set();   // fields whose text has not been told yet
    let version = 0;             // of all that was typed
    let underWay = 0;
    let failing = false;
    let tries = 0;
    const signs = () => [...document.querySelectorAll(".draft-sign")];
    const show = (state) => signs().forEach((one) => { one.dataset.state = state; });
    const again = () => {
      tries += 1;
      for (const one of signs()) if (one.dataset.again) window.dash_clientside.set_props(JSON.parse(one.dataset.again), { data: tries });
    };
    const fail = () => { failing = true; show("failed"); window.setTimeout(() => { if (failing) again(); }, 4000); };
    const inner = window.fetch.bind(window);
    window.fetch = async function (resource, options) {
      const address = typeof resource === "string" ? resource : resource.url;
      const keeps = address.includes("_dash-update-component") && options && typeof options.body === "string" && options.body.includes('"form-again"');
      if (!keeps) return inner(resource, options);
      const sent = version;
      underWay += 1;
      try {
        const answer = await inner(resource, options);
        underWay -= 1;
        if (answer.status >= 500) fail();
        else { failing = false; show(sent === version && !pending.size && !underWay ? "kept" : "typing"); }
        return answer;
      } catch (error) {
        underWay -= 1;
        fail();
        throw error;
      }
    };
    window.addEventListener("online", () => { if (failing) again(); });
    window.addEventListener("beforeunload", (event) => {
      if (signs().some((one) => one.dataset.state === "typing" || one.dataset.state === "failed")) event.preventDefault();
    });
    return {
      typing(field) { version += 1; pending.add(field); if (!failing) show("typing"); },
      told(field) { pending.delete(field); },
      takenBack(field) { pending.delete(field); if (!pending.size && !underWay && !failing) show("kept"); },
    };
  })();

  window.dash_clientside = Object.assign({}, window.dash_clientside);
  window.dash_clientside.kordon = Object.assign({}, window.dash_clientside.kordon, {
    focusField(target) {
      const input = target && document.getElementById(target.id);
      const box = target && (input || document.getElementById(target.id + "-error"));
      if (box) window.requestAnimationFrame(() => { box.scrollIntoView({ block: "center", behavior: "smooth" }); if (input) input.focus({ preventScroll: true }); });
      return window.dash_clientside.no_update;
    },
  });
})();
