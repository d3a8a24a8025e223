// SPDX-License-Identifier: MIT
//
// Peer: dayjs with the plugin dayjs-business-time.
'use strict';

const dayjs = require('dayjs');
dayjs.extend(require('dayjs-business-time'));
const { run, toDate, toDay } = require('./adapter.js');

run((calendar) => {
    const hours = { sunday: null, saturday: null };
    for (const [day, ranges] of Object.entries(calendar.hours)) {
        hours[day] = ranges.map(([start, end]) => ({ start, end }));
    }
    dayjs.setBusinessTime(hours);
    dayjs.setHolidays(calendar.closed);
    const seconds = (t) => t.valueOf() / 1000;
    const day = (t) => toDay(t.toDate());
    return {
        name: 'dayjs-business-time',
        version: `${require('dayjs-business-time/package.json').version}, dayjs ${
            require('dayjs/package.json').version
        }`,
        deadline: [
            ([created, , amount]) => [dayjs(created * 1000), amount],
            (created, amount) => created.addBusinessHours(amount),
            seconds,
        ],
        add_days: [
            ([from, , count]) => [dayjs(toDate(from)), count],
            (from, count) => from.addBusinessDays(count),
            day,
        ],
        count_days: [
            ([from, to]) => [dayjs(toDate(from)), dayjs(toDate(to))],
            (from, to) => from.businessDaysDiff(to),
            (n) => n,
        ],
    };
});
