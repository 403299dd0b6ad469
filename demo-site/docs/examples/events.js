import { audit, client, tell } from './portal.js';

const board = document.querySelector('coordo-board');
// Before: your portal may say no.
board.addEventListener('coordo-task-move', (event) => {
  if (event.detail.to === 'cancelled') event.preventDefault();
});
// After: the change is held here, and leaves for its source.
board.addEventListener('coordo-task-moved', ({ detail }) => {
  audit(detail.source, detail.resource, detail.from, detail.to);
});
// Two people changed the same thing: one of them decides, on the card.
client.on('conflict', ({ source, resource }) => tell(source, resource));
