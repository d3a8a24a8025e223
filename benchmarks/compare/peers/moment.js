// SPDX-License-Identifier: MIT
//
// Peer: moment with the plugin moment-business-time. Its functions change the moment they are
// called on, so a caller who keeps the ticket's time clones it first.
'use strict';

const moment = require('moment-business-time');
const { run, toDate, toDay } = require('./adapter.js');

const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

run((calendar) => {
    const workinghours = {};
    names.forEach((name, i) => {
        workinghours[i] = calendar.hours[name] ? calendar.hours[name].flat() : null;
    });
    moment.updateLocale(moment.locale(), { workinghours, holidays: calendar.closed });
    return {
        name: 'moment-business-time',
        version: `${require('moment-business-time/package.json').version}, moment ${
            moment.version
        }`,
        deadline: [
            ([created, , amount]) => [moment(created * 1000), amount],
            (created, amount) => created.clone().addWorkingTime(amount, 'hours'),
            (t) => t.valueOf() / 1000,
        ],
        add_days: [
            ([from, , count]) => [moment(toDate(from)), count],
            (from, count) => from.clone().addWorkingTime(count, 'days'),
            (t) => toDay(t.toDate()),
        ],
        // It counts the business days d with from < d <= to: told the days before, it counts those
        // with from <= d < to.
        count_days: [
            ([from, to]) => [moment(toDate(from - 1)), moment(toDate(to - 1))],
            (from, to) => -from.workingDiff(to, 'calendarDays'),
            (n) => n,
        ],
    };
});
