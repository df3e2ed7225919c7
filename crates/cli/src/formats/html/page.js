(() => {
  "use strict";
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const findings = all(".fd");
  const marks = all("[data-f]");
  const form = document.getElementById("filters");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let current = null;

  const reveal = (node, block) => {
    if (node) node.scrollIntoView({ block: block, behavior: calm ? "auto" : "smooth" });
  };
  const marksOf = (number) => marks.filter((mark) => mark.dataset.f.split(" ").includes(number));

  const choose = (finding, from) => {
    if (!finding) return;
    if (current) current.classList.remove("current");
    all(".mk.current, .chip.current").forEach((mark) => mark.classList.remove("current"));
    current = finding;
    finding.classList.add("current");
    const own = marksOf(finding.dataset.n);
    own.forEach((mark) => mark.classList.add("current"));
    finding.focus({ preventScroll: true });
    reveal(finding, from === "list" ? "nearest" : "center");
    if (from !== "text") reveal(document.getElementById("m" + finding.dataset.n + "-0") || own[0], "center");
    history.replaceState(null, "", "#f" + finding.dataset.n);
  };

  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-f]");
    if (mark) {
      event.preventDefault();
      choose(document.getElementById("f" + mark.dataset.f.split(" ")[0]), "text");
      return;
    }
    const link = event.target.closest("a[href^='#r-']");
    if (link) {
      const page = document.getElementById(link.getAttribute("href").slice(1));
      if (page) page.open = true;
      return;
    }
    const place = event.target.closest("a[href^='#m']");
    if (place) return;
    const finding = event.target.closest(".fd");
    if (finding && !event.target.closest("a, summary") && !String(getSelection())) choose(finding, "list");
  });

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("input, select, textarea, summary")) return;
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (!step || !findings.length) return;
    const shown = findings.filter((finding) => !finding.hidden);
    const next = shown[Math.min(Math.max(shown.indexOf(current) + step, 0), shown.length - 1)];
    if (!next) return;
    event.preventDefault();
    choose(next, "list");
  });

  const filter = () => {
    const kinds = all("[name=kind]:checked", form).map((box) => box.value);
    const facet = form.elements.facet.value;
    const family = form.elements.family.value;
    let count = 0;
    findings.forEach((finding) => {
      const data = finding.dataset;
      finding.hidden = !(kinds.includes(data.kind) && (!facet || data.facet === facet) && (!family || data.family === family));
      if (!finding.hidden) count += 1;
    });
    const shown = new Set(findings.filter((finding) => !finding.hidden).map((finding) => finding.dataset.n));
    marks.forEach((mark) => mark.classList.toggle("off", !mark.dataset.f.split(" ").some((n) => shown.has(n))));
    document.getElementById("count").textContent =
      count === findings.length ? count + " 条" : count + " / " + findings.length + " 条";
    document.getElementById("none").hidden = count > 0;
  };
  if (form) {
    form.hidden = false;
    form.addEventListener("change", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
  }
  addEventListener("beforeprint", () => all(".fd details").forEach((details) => { details.open = true; }));
  const hash = location.hash.match(/^#f(\d+)$/);
  if (hash) choose(document.getElementById("f" + hash[1]), "list");
})();
