/* The first page: language, theme, the eye, Caps Lock, demo sign-ins. Works without this file too. */
(function () {
  const year = 31536000;
  const remember = (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=${year}; samesite=lax`; };
  const form = document.querySelector("form");
  const login = document.getElementById("login");
  const password = document.getElementById("password");
  document.querySelector("[data-lang]").addEventListener("click", (event) => {
    remember("kordon_lang", event.currentTarget.dataset.lang);
    location.reload();
  });
  document.querySelector("[data-theme-toggle]").addEventListener("click", () => {
    const root = document.documentElement;
    root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    remember("kordon_theme", root.dataset.bsTheme);
  });
  const eye = document.querySelector("[data-show]");
  eye.addEventListener("click", () => {
    const shown = password.type === "password";
    const other = eye.dataset.hideLabel;
    password.type = shown ? "text" : "password";
    eye.setAttribute("aria-pressed", String(shown));
    eye.dataset.hideLabel = eye.getAttribute("aria-label");
    eye.setAttribute("aria-label", other);
    eye.querySelector("use").setAttribute("href", "/assets/icons.svg#" + (shown ? "eye-slash" : "eye"));
    password.focus();
  });
  const caps = document.querySelector(".si-caps");
  for (const kind of ["keydown", "keyup"]) {
    form.addEventListener(kind, (event) => {
      if (event.getModifierState) caps.hidden = !event.getModifierState("CapsLock");
    });
  }
  for (const button of document.querySelectorAll("[data-login]")) {
    button.addEventListener("click", () => {
      login.value = button.dataset.login;
      password.value = button.dataset.secret;
      form.requestSubmit();
    });
  }
})();
