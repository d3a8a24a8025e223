// SPDX-License-Identifier: MIT
//
// Service levels from Node, with koffi: node host.js support.json ticket.json mistakes.json

'use strict';

const fs = require('node:fs');
const koffi = require('koffi');

const lib = koffi.load(process.env.SLA_LIBRARY || 'libsla.so.1');

const ms = (...names) => Object.fromEntries(names.map((name) => [name, 'int64_t']));
const Verdict = koffi.struct('sla_verdict', {
  policy: 'uint32_t', metric: 'uint32_t', limit: 'uint32_t', cycle: 'uint32_t', past_breaches: 'uint32_t',
  state: 'uint8_t', basis: 'uint8_t', credit_band: 'uint8_t', is_warned: 'uint8_t',
  ...ms('started', 'stopped', 'paused_since', 'deadline', 'breached_at', 'next_change'),
  ...ms('spent', 'working_spent', 'remaining', 'working_remaining', 'overdue', 'working_overdue'),
  ...ms('counted', 'allowed'),
  share: 'double',
  steps: koffi.array('int64_t', 8),
});
for (const name of ['book', 'ticket', 'error', 'calendar']) koffi.opaque(`sla_${name}`);
// A text that the library has made is copied, then released.
const Text = koffi.disposable('sla_text', 'str', lib.func('void sla_text_free(void *text)'));

const abiVersion = lib.func('uint32_t sla_abi_version()');
const errorText = lib.func('const char *sla_error_text(const sla_error *error)');
const errorFree = lib.func('void sla_error_free(sla_error *error)');
const bookLoad = lib.func('int32_t sla_book_load(const uint8_t *json, size_t length, void *options, _Out_ sla_book **book, _Out_ sla_error **error)');
const bookFree = lib.func('void sla_book_free(sla_book *book)');
const metricName = lib.func('const char *sla_book_metric_name(const sla_book *book, uint32_t metric)');
const bookCalendar = lib.func('const sla_calendar *sla_book_calendar(const sla_book *book, const char *name)');
const calendarAdd = lib.func('int64_t sla_calendar_add(const sla_calendar *calendar, int64_t at, int64_t working)');
const ticketFromJson = lib.func('int32_t sla_ticket_from_json(const sla_book *book, const uint8_t *json, size_t length, _Out_ sla_ticket **ticket, _Out_ sla_error **error)');
const ticketFree = lib.func('void sla_ticket_free(sla_ticket *ticket)');
const evaluate = lib.func('int32_t sla_evaluate(const sla_ticket *ticket, int64_t now, _Out_ void *verdicts, size_t size, size_t capacity, _Out_ size_t *count, _Out_ int64_t *next_change)');
const explainJson = lib.func('sla_explain_json', 'int32_t', ['const sla_ticket *', 'int64_t', koffi.out(koffi.pointer(Text)), 'size_t *', koffi.out('sla_error **')]);

// Calls a function whose last parameters are what it makes and an error; gives what it makes.
function made(f, ...given) {
  const out = [null];
  const error = [null];
  const extra = f === explainJson ? [out, null, error] : [out, error];
  if (f(...given, ...extra) !== 0) {
    const message = errorText(error[0]);
    errorFree(error[0]);
    throw new Error(message);
  }
  return out[0];
}

const states = ['not_applicable', 'not_started', 'running', 'paused', 'met', 'breached', 'cancelled'];
const textOf = (at) => new Date(Number(at)).toISOString().replace('.000Z', 'Z');

if (abiVersion() !== 1) throw new Error('this is another version of libsla');
const [document, facts, mistakes] = process.argv.slice(2).map((path) => fs.readFileSync(path));
const now = Date.parse('2026-10-09T08:00:00Z');

const book = made(bookLoad, document, document.length, null);
const ticket = made(ticketFromJson, book, facts, facts.length);

const size = koffi.sizeof(Verdict);
const verdicts = Buffer.alloc(32 * size);
const count = [0];
const nextChange = [0];
if (evaluate(ticket, now, verdicts, size, 32, count, nextChange) !== 0) throw new Error('not judged');
for (const v of koffi.decode(verdicts, koffi.array(Verdict, Number(count[0])))) {
  console.log(`${metricName(book, v.metric)}: ${states[v.state]}, due ${textOf(v.deadline)}, ${Math.floor(v.share * 100)} % used`);
}
console.log(`next change: ${textOf(nextChange[0])}`);
console.log(`four hours later: ${textOf(calendarAdd(bookCalendar(book, '客服'), now, 4 * 3600000))}`);
console.log(made(explainJson, ticket, now));
ticketFree(ticket);
bookFree(book);

try {
  made(bookLoad, mistakes, mistakes.length, null);
} catch (error) {
  console.log(error.message);
}
