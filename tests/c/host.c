/* SPDX-License-Identifier: MIT
 *
 * A host in C99: compiled with every warning an error against the header alone, linked against the
 * library of the build and, by pkg-config, against an installed one. What it prints is in host.txt.
 */
#include <sla/sla.h>

#include <stdio.h>
#include <string.h>

static const char document[] =
    "{\"sla\": 1,"
    " \"calendars\": [{\"name\": \"Desk\", \"zone\": \"UTC\","
    "                \"hours\": {\"Monday-Friday\": [\"09:00-17:00\"]}}],"
    " \"policies\": [{\"name\": \"Gold\", \"when\": {\"tier\": \"gold\"}, \"calendar\": \"Desk\","
    "               \"targets\": {\"first response\": \"4 business hours\"}}]}";

static const int64_t hour = 3600000;
static const int64_t friday = INT64_C(1770940800000); /* 2026-02-13T00:00:00Z */

/* Says why and gives up. */
static int fail(sla_error *error) {
    fprintf(stderr, "%s\n", sla_error_text(error));
    sla_error_free(error);
    return 1;
}

int main(void) {
    sla_error *error = NULL;
    sla_book *book = NULL;
    sla_ticket *ticket = NULL;
    sla_attributes known;
    sla_event events[2];
    sla_verdict verdicts[SLA_MAX_CLOCKS];
    size_t count = 0;
    size_t i;
    int64_t next_change = 0;

    if (sla_abi_version() != SLA_ABI_VERSION)
        return 1;
    if (sla_book_load(document, strlen(document), NULL, &book, &error) != SLA_OK)
        return fail(error);

    memset(&known, 0, sizeof known);
    known.size = sizeof known;
    known.values[SLA_TIER] = sla_book_value(book, SLA_TIER, "gold");

    memset(events, 0, sizeof events);
    events[0].at_ms = friday + 15 * hour;
    events[0].kind = SLA_CREATED;
    events[0].by = SLA_BY_CUSTOMER;
    events[1].at_ms = friday + 15 * hour + 1000;
    events[1].kind = SLA_MESSAGE;
    events[1].by = SLA_BY_AGENT;
    events[1].visible = SLA_INTERNAL_NOTE;

    if (sla_ticket_create(book, &known, events, 2, sizeof events[0], &ticket, &error) != SLA_OK)
        return fail(error);
    if (sla_evaluate(ticket, friday + 16 * hour, verdicts, sizeof verdicts[0], SLA_MAX_CLOCKS,
                     &count, &next_change) != SLA_OK)
        return 1;
    for (i = 0; i < count; ++i)
        printf("%s: state %d, due %+d h, used %.0f %%\n",
               sla_book_metric_name(book, verdicts[i].metric), (int)verdicts[i].state,
               (int)((verdicts[i].deadline_ms - friday) / hour), verdicts[i].share * 100);
    printf("next change %+d h\n", (int)((next_change - friday) / hour));

    if (sla_book_load("{}", 2, NULL, &book, &error) != SLA_INVALID_INPUT)
        return 1;
    printf("%s\n", sla_error_json(error));

    sla_error_free(error);
    sla_ticket_free(ticket);
    sla_book_free(book);
    return 0;
}
