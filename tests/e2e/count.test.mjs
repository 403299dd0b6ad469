// The independent count itself: small data, known answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asShown, concernsBoard, countCards } from '../kit/count/count.mjs';

const bundle = (...entry) => JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry });
const task = (id, more = {}) => ({ resource: { resourceType: 'Task', id, status: 'ready', intent: 'plan', ...more } });
const plan = (...activity) => ({ resource: { resourceType: 'CarePlan', id: 'p', status: 'active', intent: 'plan', activity } });

test('a task held twice is one card', () => {
  assert.deepEqual(countCards(bundle(task('a'), task('a'), task('b'))), ['Task/a', 'Task/b']);
});

test('each activity written in a plan is a card of the plan', () => {
  const cards = countCards(bundle(plan({ detail: { status: 'unknown' } }, { outcomeReference: [] }, { detail: {} })));
  assert.deepEqual(cards, ['CarePlan/p#0', 'CarePlan/p#2']);
  assert.deepEqual([...asShown(cards)], [['CarePlan/p', 2]]);
});

test('what an activity leads to is a card once, unless a task carries it out', () => {
  const request = { resource: { resourceType: 'ServiceRequest', id: 's' } };
  const link = { reference: { reference: 'ServiceRequest/s' } };
  assert.deepEqual(countCards(bundle(plan(link, link), request)), ['ServiceRequest/s']);
  assert.deepEqual(countCards(bundle(plan(link), request, task('a', { basedOn: [link.reference] }))), ['Task/a']);
  assert.deepEqual(countCards(bundle(plan(link), request, task('a', { focus: link.reference }))), ['Task/a']);
});

test('an activity finds what it leads to by address, by full URL and inside the plan', () => {
  const meeting = { fullUrl: 'urn:uuid:1-2', resource: { resourceType: 'Appointment' } };
  assert.deepEqual(countCards(bundle(plan({ reference: { reference: 'urn:uuid:1-2' } }), meeting)), ['Appointment/1-2']);
  const message = { resource: { resourceType: 'Communication', id: 'c' } };
  const far = { reference: { reference: 'https://server.example/fhir/Communication/c/_history/3' } };
  assert.deepEqual(countCards(bundle(plan(far), message)), ['Communication/c']);
  const inside = plan({ reference: { reference: '#v' } });
  inside.resource.contained = [{ resourceType: 'ServiceRequest', id: 'v' }];
  assert.deepEqual(countCards(bundle(inside)), ['CarePlan/p#0']);
});

test('what leads nowhere, or to a medicine, is no card', () => {
  const medicine = { resource: { resourceType: 'MedicationRequest', id: 'm' } };
  const links = ['ServiceRequest/absent', 'MedicationRequest/m', '#absent'].map((reference) => ({ reference: { reference } }));
  assert.deepEqual(countCards(bundle(plan(...links), medicine)), []);
});

test('one resource a line is read, and a broken line costs only itself', () => {
  const lines = `${JSON.stringify(task('a').resource)}\n{"resourceType":"Task",\n\n${JSON.stringify(task('b').resource)}\n`;
  assert.deepEqual(countCards(lines), ['Task/a', 'Task/b']);
});

test('a resource without id takes that of its full URL, else is counted by its type', () => {
  const nameless = { resourceType: 'Task', status: 'ready' };
  assert.deepEqual(countCards(bundle({ fullUrl: 'urn:uuid:9', resource: nameless }, { resource: nameless })), ['Task/9', 'Task/?1']);
  assert.deepEqual([...asShown(['Task/?1', 'Task/?2'])], [['Task/?', 2]]);
});

test('a file without tasks or plans does not concern the board', () => {
  assert.equal(concernsBoard(JSON.stringify({ resourceType: 'Patient', id: 'x' })), false);
  assert.equal(concernsBoard(bundle(task('a'))), true);
});
