// Breaks the policy in the ways that a widget could: an inline style, a foreign address, an HTML string.

const styled = document.createElement('p');
styled.setAttribute('style', 'color: red');
document.body.append(styled);

await fetch('https://exemple.test/').catch(() => undefined);

try {
  document.createElement('div').innerHTML = '<p>text</p>';
} catch {
  document.documentElement.dataset.refused = 'html';
}
document.documentElement.dataset.done = 'yes';
