// The little of Markdown that the generated reference uses: headings, paragraphs, tables, code.

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const inline = (text) => escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');

/** The cells of a table row; `\|` is a bar inside a cell. */
const cells = (line) =>
  line.replace(/^\s*\||\|\s*$/g, '').split(/(?<!\\)\|/).map((cell) => inline(cell.trim().replace(/\\\|/g, '|')));

function table(lines, name) {
  const [head, , ...rows] = lines;
  const th = cells(head).map((cell) => `<th scope="col">${cell}</th>`).join('');
  const body = rows.map((row) => {
    const [first, ...rest] = cells(row);
    return `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return `<div class="scroll" role="region" tabindex="0" aria-label="${name}"><table><thead><tr>${th}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

/** HTML of a generated reference; its first heading level becomes `level`. */
export function tablesFrom(markdown, level) {
  const html = [];
  let name = '';
  for (const block of markdown.replace(/<!--[\s\S]*?-->/g, '').split(/\n\s*\n/)) {
    const lines = block.trim().split('\n');
    const heading = /^(#+)\s+(.*)$/.exec(lines[0]);
    if (heading !== null) {
      name = heading[2].replace(/[`"<>&]/g, '');
      const depth = Math.min(6, level + heading[1].length - 1);
      html.push(`<h${depth}>${inline(heading[2])}</h${depth}>`);
      lines.shift();
    }
    if (lines.length === 0 || lines[0].trim() === '') continue;
    html.push(lines[0].startsWith('|') ? table(lines, name) : `<p>${inline(lines.join(' '))}</p>`);
  }
  return html.join('\n');
}
