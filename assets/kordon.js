/* The frame in the browser: data of the page, changes with their token, sessions that end, toasts, theme, menu, search. */
(function () {
  const root = document.documentElement;
  const given = JSON.parse(document.getElementById("kordon-data").textContent);
  const words = given.texts;
  const icon = (name, classes) => `<svg class="i ${classes || ""}" aria-hidden="true"><use href="${root.dataset.sprite}#${name}"/></svg>`;
  const cookie = (name) => (document.cookie.split("; ").find((pair) => pair.startsWith(name + "=")) || "").slice(name.length + 1);
  const element = (html) => { const made = document.createElement("template"); made.innerHTML = html.trim(); return made.content.firstChild; };

  /* ---- fetch: our token on what goes home; a session that ended asks for the password and repeats the request ---- */
  const plainFetch = window.fetch.bind(window);
  let signingIn = null;
  let lastTouch = Date.now();
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    window.addEventListener(kind, () => { lastTouch = Date.now(); }, { passive: true, capture: true });
  }
  const isIdle = () => Date.now() - lastTouch > 60000;

  window.fetch = async function (resource, options) {
    const url = new URL(typeof resource === "string" ? resource : resource.url, location.href);
    if (url.origin !== location.origin) return plainFetch(resource, options);
    const send = () => {
      const headers = new Headers((options && options.headers) || (resource instanceof Request ? resource.headers : undefined));
      headers.set("X-Kordon-CSRF", cookie(given.csrf));
      if (isIdle()) headers.set("X-Kordon-Idle", "1");
      return plainFetch(resource instanceof Request ? resource.clone() : resource, { ...options, headers });
    };
    const isCallback = url.pathname === "/_dash-update-component";
    let answer;
    try {
      answer = await send();
      if (answer.status === 401 && url.pathname !== "/sign-in") {
        if (!signingIn) signingIn = askToSignIn().finally(() => { signingIn = null; });
        await signingIn;
        answer = await send();
      }
    } catch (error) {
      if (!isCallback) throw error;
      sayOnce(words.not_saved);
      return nothing();
    }
    if (isCallback && answer.status >= 400) {
      sayOnce((await answer.json().catch(() => ({}))).message || words.no_connection);
      return nothing();
    }
    return answer;
  };
  /* "nothing has changed", in Dash's tongue: a refused callback leaves the screen as it is */
  const nothing = () => new Response(null, { status: 204 });
  let said = "";
  let saidAt = 0;
  function sayOnce(text) {
    if (text === said && Date.now() - saidAt < 8000) return;
    said = text;
    saidAt = Date.now();
    toast({ text, kind: "warn" });
  }

  function askToSignIn() {
    return new Promise((resolve) => {
      const dialog = element(`<dialog class="dialog-k signin-again" aria-labelledby="again-title"><form>
        <h2 id="again-title"></h2><p class="t2"></p>
        <label class="form-label" for="again-login"></label><input id="again-login" class="form-control" autocomplete="username" readonly>
        <label class="form-label" for="again-password"></label><input id="again-password" class="form-control" type="password" autocomplete="current-password" required>
        <div class="note note-danger" role="alert" hidden></div>
        <div class="acts"><a class="btn btn-link" href="/sign-in"></a><button class="btn btn-primary" type="submit"></button></div></form></dialog>`);
      const [login, password] = dialog.querySelectorAll("input");
      const [loginLabel, passwordLabel] = dialog.querySelectorAll("label");
      dialog.querySelector("h2").textContent = words.session_ended;
      dialog.querySelector("p").textContent = words.session_words;
      loginLabel.textContent = words.login_label;
      passwordLabel.textContent = words.password_label;
      dialog.querySelector("a").textContent = words.other_person;
      dialog.querySelector("button").textContent = words.sign_in;
      const note = dialog.querySelector(".note");
      login.value = words.login;
      dialog.addEventListener("cancel", (event) => event.preventDefault());
      dialog.querySelector("form").addEventListener("submit", async (event) => {
        event.preventDefault();
        note.hidden = true;
        try {
          const headers = { "Content-Type": "application/json", "X-Kordon-CSRF": cookie(given.csrf) };
          const answer = await plainFetch("/sign-in", { method: "POST", headers, body: JSON.stringify({ login: login.value, password: password.value }) });
          const told = await answer.json();
          if (answer.ok) { dialog.close(); dialog.remove(); resolve(); return; }
          note.textContent = told.message;
        } catch (_error) {
          note.textContent = words.no_connection;
        }
        note.hidden = false;
        password.select();
      });
      document.body.append(dialog);
      dialog.showModal();
      password.focus();
    });
  }

  /* ---- toasts ---- */
  const signs = { ok: "check-circle", info: "info-circle", warn: "exclamation-triangle", danger: "exclamation-circle-fill" };
  function toast({ text, kind = "ok", href, link }) {
    const box = document.getElementById("toasts");
    const made = element(`<div class="toast-k toast-${kind}">${icon(signs[kind] || signs.info)}<span class="toast-text"></span><button class="icb" type="button">${icon("x")}</button></div>`);
    made.querySelector(".toast-text").textContent = text;
    if (href && href.startsWith("/")) {
      const anchor = element('<a class="toast-link"></a>');
      anchor.href = href;
      anchor.textContent = link;
      made.insertBefore(anchor, made.lastChild);
    }
    const close = made.querySelector("button");
    close.setAttribute("aria-label", words.close);
    close.addEventListener("click", () => made.remove());
    if (kind === "danger") made.setAttribute("role", "alert");
    box.append(made);
    while (box.children.length > 4) box.firstChild.remove();
    if (kind === "ok" || kind === "info") {
      let left = window.setTimeout(() => made.remove(), 6000);
      made.addEventListener("mouseenter", () => window.clearTimeout(left));
      made.addEventListener("mouseleave", () => { left = window.setTimeout(() => made.remove(), 2500); });
    }
  }

  /* ---- theme, language, menu ---- */
  const remember = (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`; };
  const keep = (choice) => window.fetch("/preferences", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(choice) });
  const acts = {
    theme() {
      const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
      root.dataset.bsTheme = theme;
      remember("kordon_theme", theme);
      document.dispatchEvent(new CustomEvent("kordon:theme"));
      keep({ theme });
    },
    async lang(button) { await keep({ lang: button.dataset.value }); location.reload(); },
    rail() {
      const app = document.getElementById("shell-app");
      const isRail = app.classList.toggle("rail");
      remember("kordon_rail", isRail ? "1" : "0");
      window.dispatchEvent(new Event("resize"));
    },
    drawer() { document.getElementById("shell-app").classList.toggle("drawer"); },
    search() { openSearch(); },
    async "sign-out"() { await window.fetch("/sign-out", { method: "POST" }); location.assign("/sign-in"); },
    copy(button) { navigator.clipboard.writeText(button.dataset.value).then(() => toast({ text: words.copied })); },
    print() { window.print(); },
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button && acts[button.dataset.act]) acts[button.dataset.act](button);
    const app = document.getElementById("shell-app");
    if (app && app.classList.contains("drawer") && !event.target.closest('[data-act="drawer"]')) {
      if (!event.target.closest("#shell-nav") || event.target.closest("a.n")) app.classList.remove("drawer");
    }
  });

  function markHere(pathname) {
    const first = "/" + (pathname || "/").split("/")[1];
    const links = [...document.querySelectorAll(".nav-k a.n, .tabs-phone a.p-tab")];
    const exact = links.some((link) => link.getAttribute("href") === pathname);
    for (const link of links) {
      const href = link.getAttribute("href");
      const here = exact ? href === pathname : href !== "/" && href === first;
      if (here) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    }
    const main = document.getElementById("main");
    if (main && markHere.last !== undefined && markHere.last !== pathname) { main.scrollTop = 0; main.focus({ preventScroll: true }); }
    markHere.last = pathname;
  }

  /* ---- search: Ctrl+K, arrows, Enter ---- */
  function openSearch() {
    const dialog = document.getElementById("shell-search");
    if (!dialog || dialog.open) return;
    dialog.showModal();
    const field = document.getElementById("shell-search-text");
    field.focus();
    field.select();
  }
  function closeSearch() { const dialog = document.getElementById("shell-search"); if (dialog && dialog.open) dialog.close(); }
  function chooseHit(step) {
    const hits = [...document.querySelectorAll("#shell-search .find-hit")];
    if (!hits.length) return;
    const now = hits.findIndex((hit) => hit.classList.contains("cur"));
    hits.forEach((hit) => hit.classList.remove("cur"));
    const next = hits[(now + step + hits.length) % hits.length];
    next.classList.add("cur");
    next.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") { event.preventDefault(); openSearch(); return; }
    const dialog = event.target.closest && event.target.closest("#shell-search");
    if (!dialog) return;
    if (event.key === "ArrowDown") { event.preventDefault(); chooseHit(1); }
    if (event.key === "ArrowUp") { event.preventDefault(); chooseHit(-1); }
    if (event.key === "Enter") {
      const hit = document.querySelector("#shell-search .find-hit.cur") || document.querySelector("#shell-search .find-hit");
      if (hit) { event.preventDefault(); hit.click(); }
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".find-hit")) closeSearch();
    if (event.target.id === "shell-search") closeSearch();
  });

  Object.assign((window.kordon = window.kordon || {}), { words, given, icon, element, toast, markHere, isIdle });
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    kordon: Object.assign({}, (window.dash_clientside || {}).kordon, {
      showToast(data) { if (data) toast(data); return window.dash_clientside.no_update; },
      markHere(pathname, _search) { window.requestAnimationFrame(() => markHere(pathname)); return pathname; },
    }),
  });
})();
