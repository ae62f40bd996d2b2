/* Charts: the template of the theme goes under every figure and token names become colours, just before Plotly draws.
   Figures therefore stay the same in both themes, on screen and on paper. */
(function () {
  const given = JSON.parse(document.getElementById("kordon-data").textContent);
  const drawn = new Map();
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const isColourKey = (key) => /color$|colors$|colorway$/i.test(key);

  function resolve(value, key) {
    if (typeof value === "string") {
      const found = /^(?:var\()?(--k-[\w-]+)\)?$/.exec(value);
      if (found) return token(found[1]) || value;
      if (isColourKey(key || "") && /^[a-z][a-z0-9-]*$/.test(value)) return token("--k-" + value) || value;
      return value;
    }
    if (Array.isArray(value)) return value.map((item) => resolve(item, key));
    if (value && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(item, name)]));
    }
    return value;
  }
  function dress(figure) {
    const layout = resolve(figure.layout || {});
    layout.template = resolve(given.template);
    layout.separators = given.locale.name === "ru" ? ", " : ".,";
    layout.autosize = true;
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) layout.transition = { duration: 0 };
    return { ...figure, data: resolve(figure.data || []), layout };
  }
  function wrap(plotly) {
    if (!plotly || plotly.kordon) return plotly;
    if (given.locale.format) plotly.register({ moduleType: "locale", name: given.locale.name, dictionary: {}, format: given.locale.format });
    for (const name of ["react", "newPlot"]) {
      const plain = plotly[name].bind(plotly);
      plotly[name] = (place, data, layout, config) => {
        const figure = Array.isArray(data) ? { data, layout, config } : data;
        drawn.set(place, { figure, draw: plain });
        return plain(place, dress(figure));
      };
    }
    plotly.kordon = true;
    return plotly;
  }

  let held = wrap(window.Plotly);
  Object.defineProperty(window, "Plotly", { configurable: true, get: () => held, set: (plotly) => { held = wrap(plotly); } });
  document.addEventListener("kordon:theme", () => {
    for (const [place, { figure, draw }] of drawn) {
      if (place.isConnected) draw(place, dress(figure)); else drawn.delete(place);
    }
  });
})();
