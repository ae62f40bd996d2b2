/* The case page and the queue in the browser: tabs in the address, the grid's refreshes and columns, the row under the cursor, N. */
(function () {
  const noUpdate = () => window.dash_clientside.no_update;
  const address = (change) => {
    const here = new URL(window.location.href);
    change(here.searchParams);
    window.history.replaceState(window.history.state, "", here);
  };
  const GRID = "processes-queue-grid";
  const grid = () => { try { return window.dash_ag_grid.getApi(GRID); } catch (_error) { return null; } };

  window.dash_clientside = Object.assign({}, window.dash_clientside);
  window.dash_clientside.kordon = Object.assign({}, window.dash_clientside.kordon, {
    caseTab(chosen, panels) {
      if (!chosen) return panels.map(noUpdate);
      address((search) => { if (panels.length) search.set("tab", chosen); });
      return panels.map((panel) => panel.tab !== chosen);
    },
    /* a menu with a form in it shuts as if one had clicked beside it */
    shutMenus() {
      for (const kind of ["mousedown", "mouseup", "click"]) document.body.dispatchEvent(new MouseEvent(kind, { bubbles: true }));
      return noUpdate();
    },
    shutDialog: (clicks) => (clicks ? false : noUpdate()),
    /* the search, a filter, a crossed-out filter or the order has changed: the view follows. Filters drawn anew say what the view says already */
    queueNarrow(text, _chosen, _orders, crossed, view) {
      const after = { ...view };
      for (const { prop_id: place, value } of window.dash_clientside.callback_context.triggered) {
        const name = place.slice(0, place.lastIndexOf("."));
        const { type, name: filter } = name.startsWith("{") ? JSON.parse(name) : {};
        if (type === "processes-queue-filter") after[filter] = (value || []).join(",");
        else if (type === "processes-queue-order") { if (value && value !== (after.sort || "due")) { after.sort = value; delete after.desc; } }
        else if (name === "processes-queue-clear-pressed") after[crossed.name] = "";
        else after.q = (text || "").trim();
      }
      for (const key of Object.keys(after)) if (!after[key]) delete after[key];
      const same = Object.keys({ ...after, ...view }).every((key) => (after[key] || "") === ((view || {})[key] || ""));
      return same ? noUpdate() : after;
    },
    /* another view is another list: from its beginning */
    queueAddress(view) {
      address((search) => {
        [...search.keys()].forEach((key) => search.delete(key));
        Object.entries(view || {}).forEach(([key, value]) => { if (value) search.set(key, value); });
      });
      const api = grid();
      if (api) {
        const sorted = api.getColumnState().some((column) => column.sort);
        if (sorted && view && view.sort) api.applyColumnState({ defaultState: { sort: null } });
        api.purgeInfiniteCache();
        api.ensureIndexVisible(0);
      }
      return noUpdate();
    },
    /* an answer that was under way when the view changed fills the new list with old rows: then the list is asked for again */
    queueArrived(answer, view) {
      const api = grid();
      if (!api || !answer || !answer.asked) return noUpdate();
      const sort = api.getColumnState().filter((column) => column.sort).sort((one, other) => one.sortIndex - other.sortIndex).map((column) => [column.colId, column.sort]);
      const same = (one, other) => JSON.stringify(one || null) === JSON.stringify(other || null);
      if (!same(answer.asked.view, view) || !same(answer.asked.sort, sort)) api.purgeInfiniteCache();
      return noUpdate();
    },
    /* the same list again: scroll, cursor and chosen rows stay where they are */
    queueRefresh() {
      const api = grid();
      if (api) api.refreshInfiniteCache();
      return noUpdate();
    },
    queueColumns(shown) {
      const api = grid();
      if (!api || !shown) return noUpdate();
      const names = api.getColumnState().map((column) => column.colId).filter((name) => name !== "title" && !name.startsWith("ag-Grid"));
      api.setColumnsVisible(names.filter((name) => shown.includes(name)), true);
      api.setColumnsVisible(names.filter((name) => !shown.includes(name)), false);
      return noUpdate();
    },
  });
  window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, {
    kordonCurrentRow: (params) => {
      const row = params.rowIndex === null || params.rowIndex === undefined ? null : params.api.getDisplayedRowAtIndex(params.rowIndex);
      if (row && row.data) window.dash_clientside.set_props("processes-queue-current", { data: row.data.id });
    },
  });
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyN" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable], dialog, .modal")) return;
    const next = document.getElementById("processes-queue-next");
    if (next) { event.preventDefault(); next.click(); }
  });
})();
