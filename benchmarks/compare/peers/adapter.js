// SPDX-License-Identifier: MIT
//
// What the adapters in JavaScript share; the counterpart of ../adapter.hpp, where files, tasks and
// the way of measuring are described. The process runs with TZ set to the calendar's zone, so the
// peer's local time is the calendar's.
'use strict';

const fs = require('fs');

const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

// 10:00 of a day counted from 1970-01-01, on the local clock.
function toDate(day) {
    const utc = new Date(day * 86400000);
    return new Date(utc.getUTCFullYear(), utc.getUTCMonth(), utc.getUTCDate(), 10);
}

function toDay(date) {
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86400000;
}

function clockTime(seconds) {
    return new Date(seconds * 1000).toISOString().slice(11, 19);
}

// { hours: { monday: [['09:00:00', '12:00:00'], ...], ... }, closed: ['2017-01-02', ...] }
function readCalendar(path) {
    const calendar = { hours: {}, closed: [] };
    for (const line of fs.readFileSync(path, 'utf8').trim().split('\n')) {
        const [word, a, b, c] = line.split(' ');
        if (word === 'open') {
            const name = dayNames[a];
            (calendar.hours[name] ||= []).push([clockTime(b), clockTime(c)]);
        } else if (word === 'closed') {
            calendar.closed.push(new Date(a * 86400000).toISOString().slice(0, 10));
        }
    }
    return calendar;
}

function readRows(path, limit) {
    const lines = fs.readFileSync(path, 'utf8').trim().split('\n').slice(1, limit + 1);
    return lines.map((line) => line.split(',').map(Number));
}

function cpuSeconds() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
}

// At least three passes, then until half a second has gone.
function measure(inputs, answer) {
    const out = new Array(inputs.length);
    let best = Infinity;
    let spent = 0;
    for (let passes = 0; passes < 3 || (spent < 0.5 && passes < 2000); ++passes) {
        const begin = cpuSeconds();
        for (let i = 0; i < inputs.length; ++i) {
            out[i] = answer(inputs[i][0], inputs[i][1]);
        }
        const took = cpuSeconds() - begin;
        best = Math.min(best, took);
        spent += took;
    }
    return { out, ns: (best * 1e9) / inputs.length };
}

// `make(calendar)` gives the peer: name, version, and for each task `[inputOf(row), answer(a, b),
// numberOf(answer)]`, where inputOf makes the two arguments of `answer` of a row of the file.
function run(make) {
    const [task, calendars, tickets, rows, answers] = process.argv.slice(2);
    const peer = make(readCalendar(calendars));
    if (!peer[task]) {
        throw new Error(`no such task for this peer: ${task}`);
    }
    const [inputOf, answer, numberOf] = peer[task];
    const { out, ns } = measure(readRows(tickets, Number(rows)).map(inputOf), answer);
    const head = [
        `# peer: ${peer.name}`,
        `# version: ${peer.version}, node ${process.versions.node}`,
        '# clock: utc',
        `# ns: ${ns}`,
    ];
    fs.writeFileSync(answers, head.concat(out.map(numberOf)).join('\n') + '\n');
}

module.exports = { run, toDate, toDay };
