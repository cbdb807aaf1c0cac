// Before the page is drawn: that scripts run, and the colours that the reader chose.
"use strict";

document.documentElement.dataset.script = "";
try {
  const theme = localStorage.getItem("ibidem-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing shows the colours of the system.
}
