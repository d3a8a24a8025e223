/* SPDX-License-Identifier: MIT
 *
 * The C interface: service levels for programs in any language that can call C.
 *
 * A document (docs/documents.md) becomes a book; a book and what happened become a ticket; a ticket
 * and an instant become verdicts, one for each clock:
 *
 *     document --sla_book_load--> sla_book --+
 *     events, attributes --------------------+-- sla_ticket_create --> sla_ticket
 *     sla_ticket, now -------------------------- sla_evaluate --> sla_verdict[]
 *
 *     sla_book *book = NULL;
 *     sla_error *error = NULL;
 *     if (sla_book_load(text, length, NULL, &book, &error) != SLA_OK)
 *         fputs(sla_error_text(error), stderr);
 *
 * The rules, which hold for every function here:
 *
 * Time. Instants are milliseconds since 1970-01-01T00:00:00Z in 64 bits, lengths are milliseconds.
 * SLA_NEVER is an instant that does not exist; SLA_NO_VALUE is a length that does not exist.
 *
 * Text is UTF-8. Names given to a function end with a zero byte; documents have a length. Texts that
 * a function returns end with a zero byte.
 *
 * Errors. What can fail returns an sla_status. Where there is a parameter sla_error **error it
 * may be NULL; otherwise *error becomes an object that says all that is wrong at once, to be
 * released with sla_error_free, or NULL when all went well. Outputs other than it are written only
 * when the function succeeds. A NULL argument, an index beyond its end and a number that is no id
 * of the book are errors (SLA_INVALID_ARGUMENT), never undefined behaviour; a pointer that points
 * nowhere cannot be noticed. No C++ exception leaves a function.
 *
 * Ownership. Each object that a function creates is released once by the function named after it,
 * which takes NULL as well. What is returned as a pointer to const belongs to the object it came
 * from and lives as long as that. Nothing that is passed in is kept, unless it says so.
 *
 * Threads. A book, a ticket, a plan and a calendar do not change: any number of threads use one at
 * once, without locks. A report and an error belong to one thread at a time. There is no global
 * state.
 *
 * Growth. A structure that a caller fills or reads is passed with its size, or begins with it: a
 * later library knows an earlier caller by that, and members are only ever added at the end.
 */
#ifndef SLA_SLA_H
#define SLA_SLA_H

/* NOLINTBEGIN(modernize-deprecated-headers, modernize-use-using, readability-identifier-naming):
 * this is C */

#include <stddef.h>
#include <stdint.h>

#ifndef SLA_C_API
#if defined(_WIN32) && defined(SLA_C_BUILDING)
#define SLA_C_API __declspec(dllexport)
#elif defined(_WIN32)
#define SLA_C_API __declspec(dllimport)
#elif defined(__GNUC__)
#define SLA_C_API __attribute__((visibility("default")))
#else
#define SLA_C_API
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* -- the library --------------------------------------------------------------------------------*/

/* Changes when a program has to be compiled anew. Functions and members are added without that. */
#define SLA_ABI_VERSION 1

/* SLA_ABI_VERSION of the library that is loaded. */
SLA_C_API uint32_t sla_abi_version(void);

/* Its version, "0.1.0". */
SLA_C_API const char *sla_version(void);

/* An instant that does not exist. */
#define SLA_NEVER INT64_MAX
/* A length of time that does not exist. */
#define SLA_NO_VALUE INT64_MIN
/* No policy, metric or limit. */
#define SLA_NO_ID UINT32_MAX

/* -- errors -------------------------------------------------------------------------------------*/

typedef int32_t sla_status;
enum {
    SLA_OK = 0,
    SLA_INVALID_INPUT = 1,    /* A document, events or columns are wrong; the error says where. */
    SLA_INVALID_ARGUMENT = 2, /* The call is wrong: NULL, a size, an index, an id. */
    SLA_NO_MEMORY = 3,
    SLA_INTERNAL = 4 /* A mistake of the library's. */
};

/* What went wrong: at least one issue. */
typedef struct sla_error sla_error;

enum { SLA_ERROR = 0, SLA_WARNING = 1 };

/* One mistake. Texts that say nothing are "", and none is NULL. */
typedef struct sla_issue {
    const char *code;     /* Stable, for programs: "policy.unknown_calendar". */
    const char *place;    /* "/policies/2/targets/P1", "events[3].at" */
    const char *message;  /* What is wrong. */
    const char *expected; /* What would have been right. */
    const char *saw;      /* What stood there. */
    const char *hint;     /* What to do about it. */
    int32_t severity;     /* SLA_ERROR or SLA_WARNING */
    int32_t reserved;
} sla_issue;

/* The status with which the function returned. SLA_INVALID_ARGUMENT for NULL. */
SLA_C_API sla_status sla_error_status(const sla_error *error);
/* How many issues there are; 0 for NULL. */
SLA_C_API size_t sla_error_count(const sla_error *error);
/* The issue of that index into *out, a structure of that size; its texts belong to the error. */
SLA_C_API sla_status sla_error_issue(const sla_error *error, size_t index, sla_issue *out,
                                     size_t size);
/* All issues as text for people, as the library's C++ `describe` says them; "" for NULL. */
SLA_C_API const char *sla_error_text(const sla_error *error);
/* All issues as a JSON list, related places included; "[]" for NULL. */
SLA_C_API const char *sla_error_json(const sla_error *error);
SLA_C_API void sla_error_free(sla_error *error);

/* Releases a text that a function has made (`char **`). */
SLA_C_API void sla_text_free(char *text);

/* -- books --------------------------------------------------------------------------------------*/

/* Everything that a desk promises: calendars, metrics, policies. Immutable. */
typedef struct sla_book sla_book;

/* How a document is loaded. Zeros everywhere but in `size` are the defaults. */
typedef struct sla_load_options {
    size_t size; /* sizeof(sla_load_options) */
    /* A directory with TZif files ("Europe/Berlin" in it), which is all that is read; NULL: the
     * system's time zone database. */
    const char *zone_directory;
    /* The years in which calendars answer fastest; at most 100. 0: 2016 to 2031. Every year from
     * 1970 to 9999 is answered exactly. */
    int32_t first_year;
    int32_t last_year;
} sla_load_options;

/* Reads a document and compiles it. `options` may be NULL. The error has every mistake at once,
 * with JSON pointers as places. */
SLA_C_API sla_status sla_book_load(const char *json, size_t length,
                                   const sla_load_options *options, sla_book **book,
                                   sla_error **error);
/* What the document probably does not mean; NULL when there is nothing. Belongs to the book. */
SLA_C_API const sla_error *sla_book_warnings(const sla_book *book);
/* One owner more, each of which calls sla_book_free; returns `book`. From any thread. */
SLA_C_API sla_book *sla_book_retain(sla_book *book);
SLA_C_API void sla_book_free(sla_book *book);

enum {
    SLA_PRIORITY = 0,
    SLA_CHANNEL = 1,
    SLA_TIER = 2,
    SLA_CATEGORY = 3,
    SLA_GROUP = 4,
    SLA_CUSTOMER = 5,
    SLA_ATTRIBUTE_COUNT = 6
};

/* Ids of values, tags and event names: 0 for an empty name, 1 for one of which the book never
 * speaks. */
enum { SLA_NONE = 0, SLA_OTHER = 1 };

/* The id of an attribute's value, an event's name (a status, a stage, an event of the host's own),
 * a tag. SLA_NONE also for NULL and for a number that is no attribute. O(log n), no allocation. */
SLA_C_API uint32_t sla_book_value(const sla_book *book, int32_t attribute, const char *name);
SLA_C_API uint32_t sla_book_event_name(const sla_book *book, const char *name);
SLA_C_API uint32_t sla_book_tag(const sla_book *book, const char *name);

/* The number of a policy, a metric; SLA_NO_ID when there is none of this name, or for NULL. */
SLA_C_API uint32_t sla_book_policy(const sla_book *book, const char *name);
SLA_C_API uint32_t sla_book_metric(const sla_book *book, const char *name);

SLA_C_API size_t sla_book_policy_count(const sla_book *book);
SLA_C_API size_t sla_book_metric_count(const sla_book *book);
/* NULL for a number that does not exist. */
SLA_C_API const char *sla_book_policy_name(const sla_book *book, uint32_t policy);
SLA_C_API const char *sla_book_metric_name(const sla_book *book, uint32_t metric);
/* The name of a step (a warning, an escalation) of the target that a limit belongs to; NULL when
 * there is no such step. */
SLA_C_API const char *sla_book_step_name(const sla_book *book, uint32_t limit, uint32_t step);

/* -- calendars ----------------------------------------------------------------------------------*/

/* Opening hours; belongs to its book. */
typedef struct sla_calendar sla_calendar;

/* NULL when there is none of this name. */
SLA_C_API const sla_calendar *sla_book_calendar(const sla_book *book, const char *name);

/* 1 when open at that instant, 0 when closed, -1 for NULL. */
SLA_C_API int32_t sla_calendar_is_open(const sla_calendar *calendar, int64_t at_ms);
/* The earliest instant by which so much working time has passed; a negative length goes back.
 * SLA_NEVER when there is none before the year 10000, or for NULL. */
SLA_C_API int64_t sla_calendar_add(const sla_calendar *calendar, int64_t at_ms,
                                   int64_t working_ms);
/* The working time in [from, to), negative when `to` is earlier; SLA_NO_VALUE for NULL. */
SLA_C_API int64_t sla_calendar_between(const sla_calendar *calendar, int64_t from_ms,
                                       int64_t to_ms);
/* The first opening after that instant (exclusive), and the first closing; or SLA_NEVER. */
SLA_C_API int64_t sla_calendar_next_open(const sla_calendar *calendar, int64_t at_ms);
SLA_C_API int64_t sla_calendar_next_close(const sla_calendar *calendar, int64_t at_ms);

/* -- tickets ------------------------------------------------------------------------------------*/

/* What happened (sla_event::kind). */
enum {
    SLA_CREATED = 0,
    SLA_MESSAGE = 1,
    SLA_STATUS_CHANGED = 2,
    SLA_ATTRIBUTE_CHANGED = 3,
    SLA_TAG_ADDED = 4,
    SLA_TAG_REMOVED = 5,
    SLA_STAGE_ENTERED = 6,
    SLA_STAGE_LEFT = 7,
    SLA_ASSIGNED = 8,
    SLA_ACKNOWLEDGED = 9,
    SLA_CONFIRMED = 10,
    SLA_FIXED = 11,
    SLA_RESOLVED = 12,
    SLA_REOPENED = 13,
    SLA_CLOSED = 14,
    SLA_MERGED_INTO = 15,
    SLA_MERGED_FROM = 16,
    SLA_DUE_CHANGED = 17,
    SLA_CUSTOM = 18
};

/* Who did it (sla_event::by). */
enum { SLA_BY_CUSTOMER = 0, SLA_BY_AGENT = 1, SLA_BY_AUTOMATION = 2, SLA_BY_THIRD_PARTY = 3 };

/* Who can see a message (sla_event::visible). */
enum { SLA_TO_CUSTOMER = 0, SLA_INTERNAL_NOTE = 1 };

/* Something that happened; 40 bytes. Members that mean nothing for a kind are ignored. */
typedef struct sla_event {
    int64_t at_ms;
    uint8_t kind;
    uint8_t by;
    uint8_t visible;  /* SLA_MESSAGE */
    uint8_t which;    /* SLA_ATTRIBUTE_CHANGED: the attribute */
    uint32_t name;    /* of a status, stage or custom event: sla_book_event_name */
    uint32_t value;   /* SLA_ATTRIBUTE_CHANGED: sla_book_value */
    uint32_t tag;     /* tag events: sla_book_tag */
    uint32_t person;  /* SLA_ASSIGNED: the host's number of the new owner; 0 is nobody */
    uint32_t metric;  /* SLA_DUE_CHANGED: which clock; sla_book_metric */
    int64_t due_ms;   /* SLA_DUE_CHANGED: SLA_NEVER clears it */
} sla_event;

/* What is known about a ticket when it is created. */
typedef struct sla_attributes {
    size_t size;                          /* sizeof(sla_attributes) */
    uint32_t values[SLA_ATTRIBUTE_COUNT]; /* sla_book_value; SLA_NONE: it has none */
    const uint32_t *tags;                 /* sla_book_tag; NULL: none */
    size_t tag_count;
} sla_attributes;

/* A book and what happened to one ticket, checked. Immutable; keeps its book alive. */
typedef struct sla_ticket sla_ticket;

/* Oldest event first, beginning with SLA_CREATED. `event_size` is sizeof(sla_event); `attributes`
 * may be NULL: a ticket of which nothing is known. All are copied. */
SLA_C_API sla_status sla_ticket_create(const sla_book *book, const sla_attributes *attributes,
                                       const sla_event *events, size_t event_count,
                                       size_t event_size, sla_ticket **ticket, sla_error **error);
/* The same from JSON, in the form of sla/json_ticket.hpp: {"priority": "P1", "created":
 * "2026-02-13T15:40:00Z", "events": [{"at": ..., "kind": "message", "by": "agent"}]}. */
SLA_C_API sla_status sla_ticket_from_json(const sla_book *book, const char *json, size_t length,
                                          sla_ticket **ticket, sla_error **error);
/* What is probably wrong with the events; NULL when there is nothing. Belongs to the ticket. */
SLA_C_API const sla_error *sla_ticket_warnings(const sla_ticket *ticket);
SLA_C_API void sla_ticket_free(sla_ticket *ticket);

/* -- verdicts -----------------------------------------------------------------------------------*/

/* How a clock stands (sla_verdict::state). */
enum {
    SLA_NOT_APPLICABLE = 0,
    SLA_NOT_STARTED = 1,
    SLA_RUNNING = 2,
    SLA_PAUSED = 3,
    SLA_MET = 4,
    SLA_BREACHED = 5,
    SLA_CANCELLED = 6
};

/* Where a deadline comes from (sla_verdict::basis). */
enum {
    SLA_NO_DEADLINE = 0,
    SLA_BY_LIMIT = 1,
    SLA_PROJECTED = 2, /* A paused clock: if it were resumed now. */
    SLA_BY_HAND = 3
};

#define SLA_MAX_STEPS 8
/* At most so many clocks in one evaluation. */
#define SLA_MAX_CLOCKS 32

/* How one clock stands. What each member means is said at `sla::verdict` in sla/evaluate.hpp. */
typedef struct sla_verdict {
    uint32_t policy;
    uint32_t metric;
    uint32_t limit;         /* SLA_NO_ID: not applicable */
    uint32_t cycle;         /* Cycles before this one. */
    uint32_t past_breaches; /* How many of them were breached. */
    uint8_t state;
    uint8_t basis;
    uint8_t credit_band; /* Counted from 1; 0 is none. */
    uint8_t is_warned;   /* 1: open, and a step was reached. */
    /* Instants, or SLA_NEVER. */
    int64_t started_ms;
    int64_t stopped_ms;
    int64_t paused_since_ms;
    int64_t deadline_ms;    /* The last instant at which the promise can be kept. */
    int64_t breached_at_ms; /* The first at which it is broken. */
    int64_t next_change_ms; /* Until then nothing but amounts differs. */
    /* Lengths, elapsed time and working time; SLA_NO_VALUE where the limit has no calendar, and of
     * what remains where there is no deadline. */
    int64_t spent_ms;
    int64_t working_spent_ms;
    int64_t remaining_ms;
    int64_t working_remaining_ms;
    int64_t overdue_ms;
    int64_t working_overdue_ms;
    int64_t counted_ms; /* Against the limit, in the limit's own time. */
    int64_t allowed_ms; /* By the limit, likewise. */
    double share;       /* counted of allowed */
    int64_t steps_ms[SLA_MAX_STEPS]; /* When each step was reached, or SLA_NEVER. */
} sla_verdict;

/* Judges a ticket as of `now_ms`, any instant. Writes one verdict for each clock, at most
 * `capacity`, into an array whose elements are `verdict_size` (sizeof(sla_verdict)) apart; *count
 * becomes how many clocks there are, which may be more. *next_change_ms (may be NULL) becomes the
 * earliest next change of all clocks: when to look again. Allocates nothing, takes no lock.
 * `verdicts` may be NULL when `capacity` is 0. */
SLA_C_API sla_status sla_evaluate(const sla_ticket *ticket, int64_t now_ms, sla_verdict *verdicts,
                                  size_t verdict_size, size_t capacity, size_t *count,
                                  int64_t *next_change_ms);

/* The same as JSON, with names and instants as text; and why, interval by interval, with the
 * policies that were tried. The members are listed in sla/json_results.hpp. *json is released with
 * sla_text_free; `length` may be NULL. */
SLA_C_API sla_status sla_evaluate_json(const sla_ticket *ticket, int64_t now_ms, char **json,
                                       size_t *length, sla_error **error);
SLA_C_API sla_status sla_explain_json(const sla_ticket *ticket, int64_t now_ms, char **json,
                                      size_t *length, sla_error **error);

/* -- the Arrow C data interface -----------------------------------------------------------------*/

/* As its specification has it (Apache Arrow, "The Arrow C data interface"), so that these are the
 * same types in every library that defines them. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

/* -- tables -------------------------------------------------------------------------------------*/

/* A column that holds an attribute of each ticket: text (utf8, large_utf8), text in a dictionary,
 * or the book's own ids (8, 16 or 32 bits). */
typedef struct sla_attribute_column {
    const char *column;
    int32_t attribute; /* SLA_PRIORITY ... */
    int32_t reserved;
} sla_attribute_column;

/* A column of instants (timestamp, any unit): when an event happened to each ticket, if it did. */
typedef struct sla_event_column {
    const char *column;
    sla_event event; /* All but at_ms. */
} sla_event_column;

/* The columns of the result (sla_table_layout::outputs). */
enum {
    SLA_OUT_STATE = 1 << 0,             /* uint8: a state, or an sla_row_error */
    SLA_OUT_DEADLINE = 1 << 1,          /* timestamp[ms, UTC] */
    SLA_OUT_BREACHED_AT = 1 << 2,       /* timestamp[ms, UTC] */
    SLA_OUT_REMAINING = 1 << 3,         /* duration[ms] */
    SLA_OUT_OVERDUE = 1 << 4,           /* duration[ms] */
    SLA_OUT_WORKING_REMAINING = 1 << 5, /* duration[ms] */
    SLA_OUT_WORKING_OVERDUE = 1 << 6,   /* duration[ms] */
    SLA_OUT_NEXT_CHANGE = 1 << 7,       /* timestamp[ms, UTC] */
    SLA_OUT_SHARE = 1 << 8              /* float64 */
};

/* Why a row could not be judged: a number in its state columns. */
enum {
    SLA_ROW_COLUMNS_MISSING = 128,
    SLA_ROW_CREATED_MISSING = 129,
    SLA_ROW_NOW_MISSING = 130,
    SLA_ROW_OUT_OF_RANGE = 131,
    SLA_ROW_UNKNOWN_ID = 132,
    SLA_ROW_BEFORE_CREATED = 133,
    SLA_ROW_PAUSE_REVERSED = 134,
    SLA_ROW_PAUSES_OVERLAP = 135,
    SLA_ROW_OFFSETS_INVALID = 136,
    SLA_ROW_TOO_MANY_PAUSES = 137,
    SLA_ROW_TIMELINE_INVALID = 138
};

/* What the columns of a table mean. Zeros everywhere but in `size` are the defaults. */
typedef struct sla_table_layout {
    size_t size; /* sizeof(sla_table_layout) */
    const sla_attribute_column *attributes;
    size_t attribute_count;
    /* Either the creation and one column for each kind of event ... */
    const char *created; /* The column of creations, of instants. */
    uint8_t created_by;  /* SLA_BY_CUSTOMER ... */
    uint8_t reserved[7];
    const sla_event_column *events;
    size_t event_count;
    /* A list column of structures of two instants, whose second may be null: pauses; and the events
     * at their ends. NULL: none. */
    const char *pauses;
    sla_event pause_begins;
    sla_event pause_ends;
    /* ... or a list column of whole timelines: of structures with `at` (an instant) and `kind`
     * (a number, or a word such as "status_changed"), and any of `by`, `visible`, `which`,
     * `name`, `value`, `tag` (numbers or words), `person`, `metric` (a number or a name), `due`. */
    const char *timelines;
    const char *now;         /* A column of instants in the place of `now_ms`; NULL: none. */
    const uint32_t *metrics; /* Which clocks to report: sla_book_metric. NULL: all of the book's. */
    size_t metric_count;
    uint32_t outputs; /* SLA_OUT_...; 0: all of them */
    uint32_t reserved_too;
} sla_table_layout;

/* A book and a layout, ready. Immutable; keeps its book alive. */
typedef struct sla_table_plan sla_table_plan;

/* Sizes of the elements of `attributes` and `events` are those of this header. */
SLA_C_API sla_status sla_table_plan_create(const sla_book *book, const sla_table_layout *layout,
                                           sla_table_plan **plan, sla_error **error);
SLA_C_API void sla_table_plan_free(sla_table_plan *plan);

/* Judges each row of a table: a struct array and its schema, as Arrow exports a record batch. Both
 * are only read, and not released. The result is a struct array of as many rows, with a column
 * "<metric>.<output>" for each metric and each output ("first response.deadline"), in the order of
 * SLA_OUT_..., and last "next_change", of all clocks of the ticket. Whoever receives it calls the
 * release callbacks of both, as the specification says. *error_rows (may be NULL) becomes how many
 * rows could not be judged. */
SLA_C_API sla_status sla_table_evaluate(const sla_table_plan *plan,
                                        const struct ArrowSchema *schema,
                                        const struct ArrowArray *table, int64_t now_ms,
                                        struct ArrowSchema *result_schema,
                                        struct ArrowArray *result, size_t *error_rows,
                                        sla_error **error);

/* -- reports ------------------------------------------------------------------------------------*/

/* How instants are put into groups (sla_dimension::unit). */
enum {
    SLA_VALUES = -1, /* They are not: the column holds names. */
    SLA_BY_DAY = 0,
    SLA_BY_WEEK = 1,
    SLA_BY_MONTH = 2,
    SLA_BY_QUARTER = 3,
    SLA_BY_YEAR = 4,
    SLA_BY_HOUR_OF_DAY = 5,
    SLA_BY_DAY_OF_WEEK = 6,
    SLA_BY_HOUR_OF_WEEK = 7
};

/* What rows are grouped by. */
typedef struct sla_dimension {
    const char *column; /* Also its name in the report. */
    int32_t unit;       /* SLA_VALUES, or SLA_BY_... for a column of instants */
    int32_t reserved;
    /* SLA_VALUES: the names that the column, of text, can have. */
    const char *const *values;
    size_t value_count;
    /* SLA_BY_...: the zone whose dates count (NULL: UTC), and the dates, "2026-01-01", from
     * (inclusive) and to (exclusive). */
    const char *zone;
    const char *from;
    const char *to;
} sla_dimension;

/* A length of time whose mean and percentiles are wanted. */
typedef struct sla_length {
    const char *column; /* durations, or instants where `since` is there; also its name */
    const char *since;  /* instants to count from; NULL: `column` holds durations */
    const int64_t *limits_ms; /* how many lengths are at or below each; at most 4 */
    size_t limit_count;
} sla_length;

/* A clock whose states are counted. */
typedef struct sla_report_metric {
    const char *name;
    const char *state; /* The column of its states: uint8, as sla_table_evaluate writes them. */
    const sla_length *lengths;
    size_t length_count;
} sla_report_metric;

typedef struct sla_report_layout {
    size_t size; /* sizeof(sla_report_layout) */
    const sla_dimension *dimensions;
    size_t dimension_count;
    const sla_report_metric *metrics; /* at least one */
    size_t metric_count;
    const char *zone_directory; /* as in sla_load_options */
} sla_report_layout;

/* Counts and lengths of rows. */
typedef struct sla_report sla_report;

SLA_C_API sla_status sla_report_create(const sla_report_layout *layout, sla_report **report,
                                       sla_error **error);
SLA_C_API void sla_report_free(sla_report *report);

/* Adds the rows of a table, which is only read; as sla_table_evaluate takes it. */
SLA_C_API sla_status sla_report_add(sla_report *report, const struct ArrowSchema *schema,
                                    const struct ArrowArray *table, sla_error **error);
/* Adds all that `other`, of an equal layout, has: reports of parts become the report of the whole. */
SLA_C_API sla_status sla_report_merge(sla_report *report, const sla_report *other,
                                      sla_error **error);
/* One metric, grouped by the dimensions of these numbers and rolled up over the others, as JSON;
 * the members are listed in sla/json_results.hpp. `by` may be NULL when `by_count` is 0. */
SLA_C_API sla_status sla_report_json(const sla_report *report, uint32_t metric, const uint32_t *by,
                                     size_t by_count, char **json, size_t *length,
                                     sla_error **error);

#ifdef __cplusplus
} /* extern "C" */
#endif

/* NOLINTEND(modernize-deprecated-headers, modernize-use-using, readability-identifier-naming) */

#endif /* SLA_SLA_H */
