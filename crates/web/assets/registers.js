// Registers: cells copied from a spreadsheet are pasted over the grid, from the cell where one stands.
// Works by the content policy `script-src 'self'`; without it the text field below the grid does the same.

const most = 200;

function cellsOf(text) {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  return lines.map((line) => line.split('\t').map((cell) => cell.replace(/^"(.*)"$/, '$1').trim()));
}

function rowsOf(body) {
  return [...body.rows].filter((row) => row.querySelector('input'));
}

// A new row is like the last one, empty and numbered on.
function grow(body) {
  const rows = rowsOf(body);
  const last = rows[rows.length - 1];
  const row = last.cloneNode(true);
  const number = rows.length;
  row.className = '';
  row.querySelector('th').textContent = number + 1;
  for (const input of row.querySelectorAll('input')) {
    input.value = '';
    input.name = input.name.replace(/^r\d+/, `r${number}`);
    input.setAttribute('aria-label', input.getAttribute('aria-label').replace(/^第\d+行/, `第${number + 1}行`));
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
    input.nextElementSibling?.remove();
  }
  body.append(row);
  return row;
}

document.addEventListener('paste', (event) => {
  const input = event.target.closest('[data-grid] tbody input');
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!input || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const body = input.closest('tbody');
  const row = rowsOf(body).indexOf(input.closest('tr'));
  const column = [...input.closest('tr').querySelectorAll('input')].indexOf(input);
  cellsOf(text).slice(0, most - row).forEach((cells, down) => {
    const target = rowsOf(body)[row + down] ?? grow(body);
    const inputs = [...target.querySelectorAll('input')];
    cells.forEach((cell, right) => {
      if (inputs[column + right]) inputs[column + right].value = cell;
    });
  });
});

// Enter goes down a row, as in a spreadsheet; it sends nothing.
document.addEventListener('keydown', (event) => {
  const input = event.target.closest('[data-grid] tbody input');
  if (!input || event.key !== 'Enter' || event.isComposing) return;
  event.preventDefault();
  const body = input.closest('tbody');
  const rows = rowsOf(body);
  const column = [...input.closest('tr').querySelectorAll('input')].indexOf(input);
  const next = rows[rows.indexOf(input.closest('tr')) + 1] ?? (rows.length < most ? grow(body) : null);
  next?.querySelectorAll('input')[column]?.focus();
});
