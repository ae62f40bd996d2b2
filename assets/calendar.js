/* The year of the calendar page: a click or Enter chooses a day, arrow keys walk from day to day. One stop for the Tab key, not 365. */
(function () {
  const days = (year) => [...year.querySelectorAll("button[data-day]")];
  const choose = (year, button) => {
    for (const one of year.querySelectorAll('[aria-pressed="true"]')) one.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", "true");
    window.dash_clientside.set_props(year.dataset.calendar, { data: button.dataset.day });
  };
  const walk = (year, from, step) => {
    const all = days(year);
    const target = all[Math.min(all.length - 1, Math.max(0, all.indexOf(from) + step))];
    for (const one of all) one.tabIndex = one === target ? 0 : -1;
    target.focus();
  };
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, PageUp: -30, PageDown: 30, Home: -400, End: 400 };
  const inYear = (event) => {
    const button = event.target.closest ? event.target.closest("button[data-day]") : null;
    return button && button.closest("[data-calendar]") ? [button.closest("[data-calendar]"), button] : null;
  };
  document.addEventListener("click", (event) => {
    const found = inYear(event);
    if (!found) return;
    for (const one of days(found[0])) one.tabIndex = one === found[1] ? 0 : -1;
    choose(...found);
  });
  document.addEventListener("keydown", (event) => {
    const found = inYear(event);
    if (!found || event.ctrlKey || event.metaKey || event.altKey || !(event.key in steps)) return;
    event.preventDefault();
    walk(found[0], found[1], steps[event.key]);
  });
})();
