/* Dashboards: links within the page change the question without building the page anew; a report is made and downloaded.
   The address, the question (period and filters) and the open rows always say the same. */
(function () {
  const ROW_KEYS = ["rows", "rows_period", "rows_service", "rows_category"];
  let asked = null;

  /* the dashboard that is shown, if one is: its stores are named after it */
  const shown = () => document.querySelector(".dash-page[data-path]");
  const pathOf = (page) => page.dataset.path;

  const question = (search) => {
    const all = new URLSearchParams(search);
    ROW_KEYS.forEach((key) => all.delete(key));
    return all.toString();
  };
  const rowsOf = (search) => (new URLSearchParams(search).has("rows") ? search.replace(/^\?/, "") : "");
  const tell = (search) => {
    const wanted = question(search);
    const page = shown();
    if (wanted !== asked) window.dash_clientside.set_props(page.id + "-asked", { data: wanted });
    asked = wanted;
    window.dash_clientside.set_props(page.id + "-rows", { data: rowsOf(search) });
  };
  const go = (href) => {
    const url = new URL(href, location.href);
    asked = question(location.search);
    window.history.pushState({}, "", url.pathname + url.search);
    tell(url.search);
  };
  const isOurs = (anchor, page) =>
    anchor && page && anchor.pathname === pathOf(page) && !anchor.target && anchor.closest(".dash-page, .pop-k, .drawer-rows");

  /* before React sees the click: its own links would leave the page and build it anew */
  window.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const anchor = event.target.closest("a[href]");
    if (!isOurs(anchor, shown())) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.querySelectorAll(".dropdown-menu.show").forEach((menu) => menu.closest(".dropdown, .btn-group")?.querySelector("button")?.click());
    go(anchor.getAttribute("href"));
  }, true);
  window.addEventListener("popstate", (event) => {
    if (!shown() || location.pathname !== pathOf(shown())) return;
    event.stopImmediatePropagation();
    asked = null;
    tell(location.search);
  }, true);

  /* a slider of a scenario says its value while it moves and asks when it is let go */
  const sliderOf = (event) => event.target.closest?.(".scenario input[type=range][name]");
  document.addEventListener("input", (event) => {
    const slider = sliderOf(event);
    const told = slider?.closest(".scenario-line")?.querySelector("output > span");
    if (told) told.textContent = slider.value;
  });
  document.addEventListener("change", (event) => {
    const slider = sliderOf(event);
    if (!slider || !shown()) return;
    const usual = slider.closest(".scenario-line").querySelector("output").dataset.base;
    const all = new URLSearchParams(location.search);
    if (slider.value === usual) all.delete(slider.name); else all.set(slider.name, slider.value);
    const rest = all.toString();
    go(pathOf(shown()) + (rest ? "?" + rest : ""));
  });

  /* how long preparing a report takes: from opening the page, or else the menu of its formats, to the order */
  const preparation = { place: location.pathname, since: performance.now(), clicks: 0 };
  const begin = () => Object.assign(preparation, { place: location.pathname, since: performance.now(), clicks: 0 });
  const arrive = () => { if (location.pathname !== preparation.place) begin(); };
  const push = window.history.pushState;
  window.history.pushState = function (...given) {
    push.apply(this, given);
    arrive();
  };
  window.addEventListener("popstate", arrive);
  window.addEventListener("click", (event) => {
    if (event.target.closest?.(".split .dropdown-toggle")) begin();
    preparation.clicks += 1;
  }, true);
  const prepared = () => ({ seconds: Math.round((performance.now() - preparation.since) / 100) / 10, clicks: Math.max(1, preparation.clicks) });

  /* reports */
  async function order(button) {
    if (button.disabled) return;
    button.disabled = true;
    const took = prepared();
    begin();
    window.kordon.toast({ text: button.dataset.reportWords, kind: "info" });
    try {
      const answer = await window.fetch("/reports/make", {
        method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...JSON.parse(button.dataset.report), preparation: took }),
      });
      const told = await answer.json();
      if (!answer.ok) { window.kordon.toast({ text: told.message, kind: "warn" }); return; }
      const link = document.createElement("a");
      link.href = told.href;
      link.download = told.name;
      link.click();
      window.kordon.toast({ text: told.words, kind: "ok", href: "/reports", link: told.link });
    } catch (_error) {
      window.kordon.toast({ text: window.kordon.words.no_connection, kind: "warn" });
    } finally {
      button.disabled = false;
    }
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-report]");
    if (button) order(button);
  });

  /* wall display: the dashboard alone on the whole screen, alive; Escape leaves */
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-wall]")) return;
    if (document.fullscreenElement) document.exitFullscreen(); else document.documentElement.requestFullscreen();
  });
  document.addEventListener("fullscreenchange", () => {
    document.documentElement.classList.toggle("wall", Boolean(document.fullscreenElement) && Boolean(shown()));
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.kordon = Object.assign(window.dash_clientside.kordon || {}, {
    openRowsOfPoint(clicked) {
      const place = clicked && clicked.points && clicked.points[0];
      const href = place && place.customdata && place.customdata[0];
      if (href) go(href);
      return window.dash_clientside.no_update;
    },
    questionOfPage: () => question(location.search),
    closeRows(isOpen) {
      if (!isOpen && shown() && new URLSearchParams(location.search).has("rows")) {
        const rest = question(location.search);
        go(pathOf(shown()) + (rest ? "?" + rest : ""));
      }
      return window.dash_clientside.no_update;
    },
  });
})();
