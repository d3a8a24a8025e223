// SPDX-License-Identifier: MIT
//
// Peer: date-fns. Its business days are Monday to Friday; it knows neither holidays nor hours.
'use strict';

const { addBusinessDays, differenceInBusinessDays } = require('date-fns');
const { run, toDate, toDay } = require('./adapter.js');

run(() => ({
    name: 'date-fns',
    version: require('date-fns/package.json').version,
    add_days: [
        ([from, , count]) => [toDate(from), count],
        (from, count) => addBusinessDays(from, count),
        toDay,
    ],
    count_days: [
        ([from, to]) => [toDate(from), toDate(to)],
        (from, to) => differenceInBusinessDays(to, from),
        (n) => n,
    ],
}));
