// Jiheng 绩衡: what pages can do beyond plain HTML. Every page works without this file; it only adds.
// No inline handlers and no evaluated strings: the content policy is `script-src 'self'`.

const charts = '/assets/vendor/echarts/echarts.simple.min.js';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);
const make = (tag, names, text) => {
  const element = document.createElement(tag);
  if (names) element.className = names;
  if (text) element.textContent = text;
  return element;
};

// ---- confirming: <form data-confirm="问题" data-confirm-title="标题" data-confirm-yes="确认退回"> ----

function ask(form) {
  const box = one('#confirm');
  if (!box?.showModal) return Promise.resolve(window.confirm(form.dataset.confirm));
  one('[data-slot=title]', box).textContent = form.dataset.confirmTitle || '请确认';
  one('[data-slot=text]', box).textContent = form.dataset.confirm;
  one('[value=yes]', box).textContent = form.dataset.confirmYes || '确认';
  box.returnValue = 'no';
  box.showModal();
  return new Promise((done) => {
    box.addEventListener('close', () => done(box.returnValue === 'yes'), { once: true });
  });
}

// Caught on the way down, so that htmx sees the submit only after the answer.
document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!form.dataset?.confirm || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  if (!(await ask(form))) return;
  form.dataset.confirmed = 'yes';
  form.requestSubmit(button);
  delete form.dataset.confirmed;
}, true);

// ---- dialogs: <a data-dialog="id" href="the same as a page"> opens <dialog id>, [data-close] closes ----

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-dialog]');
  const box = opener && document.getElementById(opener.dataset.dialog);
  if (box?.showModal) {
    event.preventDefault();
    box.showModal();
  }
  if (event.target.closest('[data-close]')) event.target.closest('dialog, .notice')?.[closing(event.target)]();
  if (event.target.closest('[data-print]')) window.print();
  for (const menu of all('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});

function closing(target) {
  return target.closest('dialog') ? 'close' : 'remove';
}

// ---- keys: / search, ? help, g then d s l b, Ctrl+S save, Ctrl+Z and Ctrl+Shift+Z outside of fields, Esc closes menus ----

const places = { d: '/desk', s: '/statements', l: '/library', b: '/board', h: '/help' };
let going = 0;

function typing(target) {
  return target.closest('input, textarea, select, [contenteditable]') !== null;
}

document.addEventListener('keydown', (event) => {
  const chord = event.ctrlKey || event.metaKey;
  if (chord && event.key.toLowerCase() === 's') return press(event, '[data-key=save]');
  if (chord && event.key.toLowerCase() === 'z' && !typing(event.target)) {
    return press(event, event.shiftKey ? '[data-key=redo]' : '[data-key=undo]');
  }
  const step = event.altKey && { ArrowUp: 'up', ArrowDown: 'down' }[event.key];
  const row = step && event.target.closest('[data-row], .piece');
  if (row) return press(event, `#${row.id} [data-key-row=${step}]`);
  if (event.key === 'Escape') for (const menu of all('details.menu[open]')) menu.open = false;
  if (chord || event.altKey || event.isComposing || typing(event.target)) return;
  if (event.key === '/') return reach(event, '[data-key=search]');
  if (event.key === '?') return one('#keys')?.showModal();
  const place = Date.now() - going < 1200 && places[event.key];
  going = event.key === 'g' ? Date.now() : 0;
  const link = place && one(`.side a[href="${place}"]`);
  if (link) link.click();
});

function press(event, selector) {
  const button = one(selector);
  if (!button) return;
  event.preventDefault();
  button.click();
}

function reach(event, selector) {
  event.preventDefault();
  one(selector)?.focus();
}

// ---- toasts: what the server says beside an htmx answer, and what went wrong on the way ----

export function say(text, tone = 'good') {
  const note = make('div', `notice ${tone}`);
  note.append(make('p', '', text));
  one('#toasts')?.append(note);
  setTimeout(() => note.remove(), tone === 'error' ? 12000 : 5000);
}

document.addEventListener('htmx:error', () => say('没有连上服务器，刚才的操作没有完成。请稍后再试。', 'error'));
document.addEventListener('htmx:response:error', (event) => {
  const status = event.detail?.ctx?.response?.status;
  if (status === 401) window.location.assign('/signin');
  else if (status === 403) say('您没有做这件事的权限。', 'error');
  else if (status === 409) say('别人刚刚改过这一处，请看清后再保存。', 'warning');
  else if (status >= 500) say('服务器出了差错，刚才的操作没有完成。', 'error');
});
// Sent by the server as `HX-Trigger: {"toast": {"text": "…", "tone": "good"}}`.
document.addEventListener('toast', (event) => say(event.detail.text, event.detail.tone));

// ---- saving: the form [data-autosave] tells in [data-saved] where it stands; leaving with unsaved words asks first ----

const unsaved = new Set();

function mark(state, text) {
  const sign = one('[data-saved]');
  if (!sign) return;
  sign.className = `saved ${state}`;
  sign.textContent = text;
}

document.addEventListener('input', (event) => {
  const form = event.target.closest('form[data-autosave]');
  if (!form) return;
  unsaved.add(form);
  mark('wait', '正在输入，稍后自动保存');
});
document.addEventListener('htmx:after:request', (event) => {
  const form = event.target.closest?.('form[data-autosave]');
  if (!form) return;
  const status = event.detail?.ctx?.response?.status ?? 0;
  if (status >= 400) return mark('fail', '没有保存上，请按 Ctrl+S 再试');
  unsaved.delete(form);
  const time = new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' });
  mark('', `已于 ${time} 自动保存`);
});
document.addEventListener('submit', (event) => {
  if (!event.defaultPrevented) unsaved.delete(event.target);
});
window.addEventListener('beforeunload', (event) => {
  if (unsaved.size) event.preventDefault();
});

// ---- charts: <figure data-chart="line|bar|stack|rows" data-unit="%"> around the table that is the data ----
// First column the categories, each further column a series; cells may carry data-value where the text is not a plain figure.

function figures(table) {
  const heads = all('thead th', table).map((cell) => cell.textContent.trim());
  const rows = all('tbody tr', table).map((row) => [...row.cells]);
  const value = (cell) => Number((cell?.dataset.value ?? cell?.textContent ?? '').replace(/[,，%％\s]/g, ''));
  return {
    categories: rows.map((row) => row[0].textContent.trim()),
    series: heads.slice(1).map((name, at) => ({
      name,
      data: rows.map((row) => (row[at + 1]?.textContent.trim() ? value(row[at + 1]) : null)),
    })),
  };
}

function options(figure, { categories, series }) {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(name).trim();
  const kind = figure.dataset.chart;
  const text = { color: token('--muted'), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
  const names = {
    type: 'category', data: categories, axisTick: { show: false }, axisLabel: { ...text, interval: 0, hideOverlap: true },
    axisLine: { lineStyle: { color: token('--line-strong') } },
  };
  const amounts = {
    type: 'value', min: 0, max: figure.dataset.unit === '%' ? 100 : undefined, minInterval: 1,
    axisLabel: { ...text, formatter: `{value}${figure.dataset.unit ?? ''}` }, splitLine: { lineStyle: { color: token('--line') } },
  };
  const dashes = ['solid', 'dashed', 'dotted'];
  return {
    animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches && { duration: 250 },
    aria: { enabled: true, decal: { show: series.length > 1 && kind !== 'line' } },
    color: [token('--ink'), token('--amber-mark'), token('--violet'), token('--slate')],
    textStyle: text,
    grid: { left: 8, right: 24, top: 28, bottom: 4, containLabel: true },
    ...(kind === 'rows' ? { xAxis: amounts, yAxis: { ...names, inverse: true } } : { xAxis: names, yAxis: amounts }),
    series: series.map((each, at) => ({
      ...each,
      type: kind === 'line' ? 'line' : 'bar',
      stack: kind === 'stack' ? 'all' : undefined,
      barMaxWidth: 36,
      symbol: ['circle', 'rect', 'triangle'][at % 3],
      symbolSize: 7,
      connectNulls: true,
      lineStyle: { width: 2, type: dashes[at % 3] },
      label: { show: series.length === 1 && kind !== 'stack', position: kind === 'rows' ? 'right' : 'top', color: token('--text'), fontSize: 12 },
    })),
  };
}

function legend(series) {
  const signs = ['●', '■', '▲'];
  const line = make('p', 'row small muted');
  series.forEach((each, at) => line.append(make('span', '', `${signs[at % 3]} ${each.name}`)));
  return line;
}

function draw(figure) {
  const table = one('table', figure);
  if (!table || one('.chart', figure)) return;
  const data = figures(table);
  const sheet = make('div', `chart ${figure.dataset.size ?? ''}`);
  sheet.setAttribute('aria-hidden', 'true');
  const fold = make('details', 'chart-data');
  fold.append(make('summary', '', '看数据表'));
  table.before(sheet, ...(data.series.length > 1 ? [legend(data.series)] : []), fold);
  fold.append(table);
  const chart = window.echarts.init(sheet);
  chart.setOption(options(figure, data));
  new ResizeObserver(() => chart.resize()).observe(sheet);
}

let drawing;

function drawAll(root = document) {
  const waiting = all('figure[data-chart]', root);
  if (!waiting.length) return;
  drawing ??= new Promise((done, fail) => {
    const script = make('script');
    script.src = charts;
    script.addEventListener('load', done);
    script.addEventListener('error', fail);
    document.head.append(script);
  });
  drawing.then(() => waiting.forEach(draw)).catch(() => {});
}

drawAll();
document.addEventListener('htmx:after:swap', () => drawAll());
