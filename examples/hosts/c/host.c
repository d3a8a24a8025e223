/* SPDX-License-Identifier: MIT
 *
 * Service levels from C.
 *
 *     host support.json ticket.json mistakes.json
 */
#include <sla/sla.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const char *const states[] = {"not_applicable", "not_started", "running",  "paused",
                                     "met",            "breached",    "cancelled"};

/* The bytes of a file, to be freed. */
static char *read_file(const char *path, size_t *length) {
    FILE *in = fopen(path, "rb");
    char *out = malloc(1 << 16);
    if (in == NULL || out == NULL)
        exit(2);
    *length = fread(out, 1, 1 << 16, in);
    fclose(in);
    return out;
}

static void fail_if(sla_status status, sla_error *error) {
    if (status == SLA_OK)
        return;
    fprintf(stderr, "%s\n", sla_error_text(error));
    sla_error_free(error);
    exit(1);
}

/* "2026-10-08T03:00:00Z" */
static const char *text_of(int64_t ms) {
    static char out[32];
    time_t seconds = (time_t)(ms / 1000);
    strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%S", gmtime(&seconds));
    if (ms % 1000 != 0)
        sprintf(out + 19, ".%03dZ", (int)(ms % 1000));
    else
        sprintf(out + 19, "Z");
    return out;
}

int main(int argc, char **argv) {
    const int64_t now = INT64_C(1791532800000); /* 2026-10-09T08:00:00Z */
    sla_error *error = NULL;
    sla_book *book = NULL;
    sla_ticket *ticket = NULL;
    sla_verdict verdicts[SLA_MAX_CLOCKS];
    int64_t next_change = 0;
    size_t count = 0;
    size_t length = 0;
    size_t i;
    char *text;
    char *json = NULL;

    if (argc != 4 || sla_abi_version() != SLA_ABI_VERSION)
        return 2;

    text = read_file(argv[1], &length);
    fail_if(sla_book_load(text, length, NULL, &book, &error), error);
    free(text);

    text = read_file(argv[2], &length);
    fail_if(sla_ticket_from_json(book, text, length, &ticket, &error), error);
    free(text);

    fail_if(sla_evaluate(ticket, now, verdicts, sizeof verdicts[0], SLA_MAX_CLOCKS, &count,
                         &next_change),
            NULL);
    for (i = 0; i < count; ++i)
        printf("%s: %s, due %s, %d %% used\n", sla_book_metric_name(book, verdicts[i].metric),
               states[verdicts[i].state], text_of(verdicts[i].deadline_ms),
               (int)(verdicts[i].share * 100));
    printf("next change: %s\n", text_of(next_change));

    printf("four hours later: %s\n",
           text_of(sla_calendar_add(sla_book_calendar(book, "客服"), now, 4 * 3600000)));

    fail_if(sla_explain_json(ticket, now, &json, NULL, &error), error);
    printf("%s\n", json);
    sla_text_free(json);
    sla_ticket_free(ticket);
    sla_book_free(book);

    text = read_file(argv[3], &length);
    if (sla_book_load(text, length, NULL, &book, &error) == SLA_INVALID_INPUT)
        printf("%s\n", sla_error_text(error));
    sla_error_free(error);
    free(text);
    return 0;
}
