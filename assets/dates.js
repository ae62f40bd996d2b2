/* Dash's calendars follow the browser's language, not the page's: here they get the page's, as date-fns wants it, from the browser's own names. */
(function () {
  const lang = document.documentElement.lang;
  if (lang === "en") return;
  const widths = { narrow: "narrow", short: "short", abbreviated: "short", wide: "long" };
  const name = (date, part) => new Intl.DateTimeFormat(lang, { timeZone: "UTC", ...part }).format(date).replace(".", "");
  const month = (index, width) => name(new Date(Date.UTC(2001, index, 1)), { month: widths[width] || "long" });
  const day = (index, width) => name(new Date(Date.UTC(2001, 6, 1 + index)), { weekday: widths[width] || "long" });
  const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
  const find = (words) => (text) => {
    const index = words.findIndex((word) => text.toLowerCase().startsWith(word.slice(0, 3).toLowerCase()));
    return index < 0 ? null : { value: index, rest: text.slice(words[index].length) };
  };
  const months = [...Array(12).keys()];
  const days = [...Array(7).keys()];
  const number = (text) => { const found = /^\d+/.exec(text); return found ? { value: Number(found[0]), rest: text.slice(found[0].length) } : null; };
  const fixed = (pattern) => () => pattern;
  window.dateFns = { locale: { [lang]: {
    code: lang,
    formatLong: { date: fixed("dd.MM.yyyy"), time: fixed("HH:mm"), dateTime: fixed("dd.MM.yyyy HH:mm") },
    formatDistance: (_token, count) => String(count),
    formatRelative: fixed("dd.MM.yyyy"),
    localize: {
      ordinalNumber: (value) => String(value),
      era: () => "", quarter: (value) => String(value), dayPeriod: () => "",
      month: (index, { width } = {}) => capital(month(index, width)),
      day: (index, { width } = {}) => capital(day(index, width)),
    },
    match: {
      ordinalNumber: number, era: () => null, quarter: number, dayPeriod: () => null,
      month: find(months.map((index) => month(index, "wide"))),
      day: find(days.map((index) => day(index, "wide"))),
    },
    options: { weekStartsOn: 1, firstWeekContainsDate: 4 },
  } } };
})();
