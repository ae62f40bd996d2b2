/* Cells of the grids, the theme over our tokens, and the keys J K X Enter. */
(function () {
  const h = React.createElement;
  const sprite = document.documentElement.dataset.sprite;
  const Icon = ({ name, small }) => h("svg", { className: "i" + (small ? " i-s" : ""), "aria-hidden": "true", focusable: "false" }, h("use", { href: sprite + "#" + name }));
  const slaIcons = { ok: "clock", soon: "alarm", late: "exclamation-circle-fill", paused: "pause-circle", done: "check-circle", missed: "x-circle" };
  const slaClasses = { ok: "sla-ok", soon: "sla-soon", late: "sla-late", paused: "sla-paused", done: "sla-ok", missed: "sla-missed" };
  const loading = (data) => data === undefined;
  const bar = h("span", { className: "sk sk-cell" });
  const open = (event, href) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(href);
  };
  /* as dcc.Link does it: the address changes, the page stays */
  function go(href) {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }
  const safe = (href) => (typeof href === "string" && /^\/(?!\/)/.test(href) ? href : undefined);
  const cell = (draw) => (params) => (loading(params.data) ? bar : params.value === null || params.value === undefined || params.value === "" ? h("span", { className: "t3" }, "—") : draw(params.value, params));

  window.dashAgGridComponentFunctions = Object.assign(window.dashAgGridComponentFunctions || {}, {
    KordonSubject: cell((value) => h("span", { className: "ell", title: [value.text, value.detail].filter(Boolean).join(" · ") },
      safe(value.href) ? h("a", { className: "fw subj", href: value.href, onClick: (event) => open(event, value.href) }, value.text) : h("span", { className: "fw" }, value.text),
      value.detail ? h("span", { className: "t3" }, " · " + value.detail) : null)),
    KordonSla: cell((value) => (value.tone === "none" ? h("span", { className: "t3" }, value.text) : h("span", { className: "sla " + slaClasses[value.tone] }, h(Icon, { name: slaIcons[value.tone] }), h("span", null, value.text)))),
    KordonStatus: cell((value) => h("span", { className: "st " + value.tone }, h(Icon, { name: value.icon }), h("span", null, value.text))),
    KordonRisk: cell((value) => h("span", { className: "rk " + value.tone }, h(Icon, { name: value.icon }), h("span", null, value.text))),
    KordonPerson: cell((value) => h("span", { className: "row-f person" }, h("span", { className: "av av-s", "aria-hidden": "true" }, value.initials), h("span", { className: "ell" }, value.name))),
    KordonLink: cell((value) => (safe(value.href) ? h("a", { href: value.href, onClick: (event) => open(event, value.href) }, value.text) : h("span", null, value.text))),
    KordonNumber: cell((value) => h("span", null, String(value))),
    KordonTags: cell((value) => h("span", { className: "row-f" }, value.map((word) => h("span", { className: "tag", key: word }, word)))),
  });
  window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, {
    kordonTheme: (theme, scheme) => theme.withPart(scheme).withParams({
      fontFamily: "inherit", fontSize: 13, headerFontSize: 12, headerFontWeight: 530,
      backgroundColor: "var(--k-sheet)", foregroundColor: "var(--k-ink)", textColor: "var(--k-ink)", accentColor: "var(--k-accent)",
      headerBackgroundColor: "var(--k-sheet)", headerTextColor: "var(--k-ink-3)", borderColor: "var(--k-line)",
      rowHoverColor: "var(--k-hover)", selectedRowBackgroundColor: "var(--k-select)", oddRowBackgroundColor: "var(--k-sheet)",
      wrapperBorder: false, wrapperBorderRadius: 0, columnBorder: false, headerColumnBorder: false, rowBorder: { color: "var(--k-line)" },
      headerRowBorder: { color: "var(--k-line)" }, cellHorizontalPadding: 10, checkboxBorderRadius: 4, iconSize: 14,
      headerColumnResizeHandleColor: "transparent",
    }),
  });

  /* J and K walk, X chooses, Enter opens; never while somebody types */
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable], dialog, .modal");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const place = document.querySelector(".grid-k");
    const id = place && place.id;
    if (!id || !window.dash_ag_grid || !["KeyJ", "KeyK", "KeyX", "Enter"].includes(event.code)) return;
    let api;
    try { api = window.dash_ag_grid.getApi(id); } catch (_error) { return; }
    const focused = api.getFocusedCell();
    const row = focused ? focused.rowIndex : -1;
    const columns = api.getAllDisplayedColumns();
    const column = focused ? focused.column : columns.find((each) => each.getColDef().field) || columns[0];
    if (event.code === "KeyJ" || event.code === "KeyK") {
      const next = Math.max(0, row + (event.code === "KeyJ" ? 1 : -1));
      if (next >= api.getDisplayedRowCount()) return;
      api.ensureIndexVisible(next);
      api.setFocusedCell(next, column);
      event.preventDefault();
      return;
    }
    const node = row >= 0 && api.getDisplayedRowAtIndex(row);
    if (!node || !node.data) return;
    if (event.code === "KeyX") { node.setSelected(!node.isSelected()); event.preventDefault(); }
    if (event.code === "Enter" && safe(node.data.href) && !event.target.closest("a, button")) { go(node.data.href); event.preventDefault(); }
  });
  (window.kordon = window.kordon || {}).go = go;
})();
