// SPDX-License-Identifier: MIT

// Service levels from Go, with cgo: host support.json ticket.json mistakes.json
package main

// #cgo LDFLAGS: -lsla
// #include <sla/sla.h>
// #include <stdlib.h>
import "C"

import (
	"errors"
	"fmt"
	"os"
	"time"
	"unsafe"
)

var states = []string{"not_applicable", "not_started", "running", "paused", "met", "breached", "cancelled"}

// failed turns a status and the error beside it into an error of Go's.
func failed(status C.sla_status, err *C.sla_error) error {
	if status == C.SLA_OK {
		return nil
	}
	defer C.sla_error_free(err)
	return errors.New(C.GoString(C.sla_error_text(err)))
}

func loadBook(document []byte) (*C.sla_book, error) {
	text := (*C.char)(C.CBytes(document))
	defer C.free(unsafe.Pointer(text))
	var book *C.sla_book
	var err *C.sla_error
	status := C.sla_book_load(text, C.size_t(len(document)), nil, &book, &err)
	return book, failed(status, err)
}

func readTicket(book *C.sla_book, facts []byte) (*C.sla_ticket, error) {
	text := (*C.char)(C.CBytes(facts))
	defer C.free(unsafe.Pointer(text))
	var ticket *C.sla_ticket
	var err *C.sla_error
	status := C.sla_ticket_from_json(book, text, C.size_t(len(facts)), &ticket, &err)
	return ticket, failed(status, err)
}

// evaluate gives the verdicts, and when to look again.
func evaluate(ticket *C.sla_ticket, now int64) ([]C.sla_verdict, int64) {
	verdicts := make([]C.sla_verdict, C.SLA_MAX_CLOCKS)
	var count C.size_t
	var next C.int64_t
	C.sla_evaluate(ticket, C.int64_t(now), &verdicts[0], C.sizeof_sla_verdict,
		C.size_t(len(verdicts)), &count, &next)
	return verdicts[:count], int64(next)
}

func explain(ticket *C.sla_ticket, now int64) (string, error) {
	var text *C.char
	var err *C.sla_error
	status := C.sla_explain_json(ticket, C.int64_t(now), &text, nil, &err)
	defer C.sla_text_free(text)
	return C.GoString(text), failed(status, err)
}

func textOf(ms int64) string {
	return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.999Z")
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func main() {
	if len(os.Args) != 4 || C.sla_abi_version() != C.SLA_ABI_VERSION {
		os.Exit(2)
	}
	now := time.Date(2026, 10, 9, 8, 0, 0, 0, time.UTC).UnixMilli()

	book := must(loadBook(must(os.ReadFile(os.Args[1]))))
	defer C.sla_book_free(book)
	ticket := must(readTicket(book, must(os.ReadFile(os.Args[2]))))
	defer C.sla_ticket_free(ticket)

	verdicts, next := evaluate(ticket, now)
	for _, v := range verdicts {
		fmt.Printf("%s: %s, due %s, %d %% used\n", C.GoString(C.sla_book_metric_name(book, v.metric)),
			states[v.state], textOf(int64(v.deadline_ms)), int(v.share*100))
	}
	fmt.Println("next change:", textOf(next))

	name := C.CString("客服")
	defer C.free(unsafe.Pointer(name))
	later := C.sla_calendar_add(C.sla_book_calendar(book, name), C.int64_t(now), 4*3600000)
	fmt.Println("four hours later:", textOf(int64(later)))
	fmt.Println(must(explain(ticket, now)))

	if _, err := loadBook(must(os.ReadFile(os.Args[3]))); err != nil {
		fmt.Println(err)
	}
}
