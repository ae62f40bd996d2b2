/* The browser's half of pages/components/svg.py: SVG elements as Dash components. */
(function () {
  const tags = { Svg: "svg", G: "g", Path: "path", Rect: "rect", Circle: "circle", Line: "line", Polyline: "polyline", Polygon: "polygon",
    Text: "text", Tspan: "tspan", Title: "title", Defs: "defs", Marker: "marker", Use: "use" };
  const element = (tag) => function SvgElement(props) {
    const { setProps, children, n_clicks, loading_state, componentPath, _dashprivate_layout, _dashprivate_path, ...attributes } = props;
    if (n_clicks !== undefined && setProps) attributes.onClick = () => setProps({ n_clicks: (n_clicks || 0) + 1 });
    if (tag === "use" && attributes.href && attributes.href.startsWith("#")) attributes.href = window.kordon_sprite + attributes.href;
    return React.createElement(tag, attributes, children);
  };
  const sprite = document.documentElement.dataset.sprite || "/assets/icons.svg";
  window.kordon_sprite = sprite;
  window.kordon_svg = Object.fromEntries(Object.entries(tags).map(([name, tag]) => [name, element(tag)]));
  /* one icon of the sprite: half of all elements on a screen, so it has a short form */
  window.kordon_svg.Icon = function Icon({ name, className, label }) {
    const attributes = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
    return React.createElement("svg", { className: "i " + (className || ""), focusable: "false", ...attributes },
      React.createElement("use", { href: sprite + "#" + name }));
  };
})();
