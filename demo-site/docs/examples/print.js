/** A portal's own print button. Elements get a turn to draw on paper what a screen shows in parts. */
document.getElementById('print').addEventListener('click', () => {
  dispatchEvent(new Event('beforeprint'));
  requestAnimationFrame(() => print());
});
