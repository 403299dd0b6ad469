// The independent count of the timeline itself: small data, known answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concernsTimeline, countItems, isDate } from '../kit/count/timeline.mjs';

const bundle = (...resources) => JSON.stringify({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) });
const lines = (...resources) => countItems(bundle(...resources)).map(({ key, kind, dated }) => `${key} ${kind} ${dated ? 'dated' : 'undated'}`);
const task = (id, more) => ({ resourceType: 'Task', id, status: 'accepted', ...more });
const meeting = (more) => ({ resourceType: 'Appointment', id: 'm', status: 'booked', start: '2026-12-01T10:00:00+01:00', ...more });
const to = (reference) => ({ reference });

test('a date of any precision is a date, and nothing else is', () => {
  for (const date of ['2026', '2026-02', '2024-02-29', '2026-12-01T10:00:00+01:00', '2026-12-01T10:00Z', '2026-12-01T10:00:00.1234567Z'])
    assert.equal(isDate(date), true, date);
  for (const date of ['', '26', '2026-13', '2026-02-30', '2023-02-29', '2026-12-01T10:00:00', '2026-12-01T25:00:00Z', 'demain', 2026, null, undefined])
    assert.equal(isDate(date), false, String(date));
});

test('a task is dated by its period, else by the appointment in its focus, else by its window', () => {
  assert.deepEqual(lines(task('a', {})), ['Task/a activity undated']);
  assert.deepEqual(lines(task('a', { executionPeriod: { end: '2026' } })), ['Task/a activity dated']);
  assert.deepEqual(lines(task('a', { restriction: { period: { end: '2026' } } })), ['Task/a activity dated']);
  assert.deepEqual(lines(task('a', { focus: to('Appointment/m') }), meeting()), ['Task/a activity dated']);
});

test('what was called off on one side only says two things', () => {
  const off = { status: 'cancelled' };
  const both = ['Appointment/m appointment dated', 'Task/a activity undated'];
  assert.deepEqual(lines(task('a', { focus: to('Appointment/m') }), meeting(off)), both);
  assert.deepEqual(lines(task('a', { ...off, focus: to('Appointment/m') }), meeting()), both);
  assert.deepEqual(lines(task('a', { ...off, focus: to('Appointment/m') }), meeting({ status: 'noshow' })), ['Task/a activity dated']);
});

test('a request that a task fulfils is that task, and an appointment it is based on is not', () => {
  const request = { resourceType: 'ServiceRequest', id: 's', status: 'active', occurrenceDateTime: '2026-12' };
  assert.deepEqual(lines(request), ['ServiceRequest/s request dated']);
  assert.deepEqual(lines(request, task('a', { basedOn: [to('ServiceRequest/s')] })), ['Task/a activity undated']);
  assert.deepEqual(lines(meeting(), task('a', { basedOn: [to('Appointment/m')] })), ['Appointment/m appointment dated', 'Task/a activity undated']);
});

test('a plan or a goal without a date is no item, what a plan holds itself is', () => {
  const plan = {
    resourceType: 'CarePlan',
    id: 'p',
    contained: [{ resourceType: 'Appointment', id: 'v', start: '2026-12-01T10:00:00Z' }],
    activity: [{ detail: { scheduledString: 'un soir' } }, { reference: to('#v') }, { reference: to('#v') }, { reference: to('#x') }],
  };
  const goal = { resourceType: 'Goal', id: 'g', startDate: '2026-11-01' };
  assert.deepEqual(lines(plan, goal), ['CarePlan/p#0 activity undated', 'CarePlan/p#1 appointment dated']);
  assert.deepEqual(lines({ ...goal, target: [{}, { dueDate: '2026-12-18' }] }), ['Goal/g plan dated']);
  assert.deepEqual(lines({ resourceType: 'CarePlan', id: 'p', period: { start: '2026' } }), ['CarePlan/p plan dated']);
});

test('a file of actors alone does not concern the timeline', () => {
  assert.equal(concernsTimeline(bundle({ resourceType: 'Patient', id: 'x' }, { resourceType: 'Slot', id: 's' })), false);
  assert.equal(concernsTimeline(bundle({ resourceType: 'Flag', id: 'f' })), true);
});
