/* Language and theme on the profile; filters in the address; rows opened in the panel beside their grid. */
(function () {
  const root = document.documentElement;
  const nothing = () => window.dash_clientside.no_update;
  const act = (name, value) => {
    const button = document.querySelector(`.top [data-act="${name}"]`);
    if (button && (value === undefined || button.dataset.value === value)) button.click();
  };
  Object.assign((window.dash_clientside = window.dash_clientside || {}), {
    kordon: Object.assign(window.dash_clientside.kordon || {}, {
      keepLook(lang, theme) {
        if (lang && lang !== root.lang) act("lang", lang);
        else if (theme && theme !== root.dataset.bsTheme) act("theme");
        return nothing();
      },
      enterAnew(wanted) { if (wanted) window.location.assign("/"); return nothing(); },
      presentTheme: () => root.dataset.bsTheme || "light",
      /* filters go into the address without asking the server for the page again */
      keepAddress(filters) {
        if (!filters) return nothing();
        const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value)).toString();
        window.history.replaceState(window.history.state, "", window.location.pathname + (query ? "?" + query : ""));
        return nothing();
      },
      /* after a change the grid that is there, if one is, fetches its rows anew and keeps its place */
      refreshGrid() {
        document.querySelectorAll("[data-opens] .grid-k[id]").forEach((grid) =>
          window.dash_ag_grid.getApiAsync(grid.id).then((api) => api.purgeInfiniteCache()));
        return nothing();
      },
    }),
  });

  /* within data-opens="store" the address of a row opens it in the panel without drawing the page anew; Ctrl+click still opens a new window */
  const shown = (link) => {
    const place = link && link.closest("[data-opens]");
    const wanted = place && new URL(link.href).searchParams.get("open");
    if (wanted) window.dash_clientside.set_props(place.dataset.opens, { data: wanted });
    return Boolean(wanted);
  };
  document.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    if (shown(event.target.closest("[data-opens] .ag-root a[href]"))) { event.preventDefault(); event.stopPropagation(); }
  }, true);
  document.addEventListener("keydown", (event) => {
    const row = event.code === "Enter" && !event.target.closest("a, button") && event.target.closest("[data-opens] .ag-row");
    if (row && shown(row.querySelector("a[href]"))) event.preventDefault();
  });
})();
