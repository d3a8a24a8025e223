# SPDX-License-Identifier: MIT
#
# Service levels from Ruby, with Fiddle: ruby host.rb support.json ticket.json mistakes.json

require "fiddle/import"
require "time"

module SLA
  extend Fiddle::Importer
  dlload ENV.fetch("SLA_LIBRARY", "libsla.so.1")

  extern "unsigned int sla_abi_version()"
  extern "char *sla_error_text(void *)"
  extern "void sla_error_free(void *)"
  extern "void sla_text_free(void *)"
  extern "int sla_book_load(char *, size_t, void *, void *, void *)"
  extern "void sla_book_free(void *)"
  extern "char *sla_book_metric_name(void *, unsigned int)"
  extern "void *sla_book_calendar(void *, char *)"
  extern "long long sla_calendar_add(void *, long long, long long)"
  extern "int sla_ticket_from_json(void *, char *, size_t, void *, void *)"
  extern "void sla_ticket_free(void *)"
  extern "int sla_evaluate(void *, long long, void *, size_t, size_t, void *, void *)"
  extern "int sla_explain_json(void *, long long, void *, void *, void *)"

  STATES = %w[not_applicable not_started running paused met breached cancelled].freeze
  # sla_verdict: 5 ids, 4 small numbers, 14 times, the share, 8 steps.
  VERDICT = "L5C4q14dq8"
  VERDICT_SIZE = 208

  class Error < StandardError; end

  # Calls a function that makes an object: gives its address, or raises what was wrong.
  def self.made(function, *arguments, between: [])
    out = Fiddle::Pointer.malloc(Fiddle::SIZEOF_VOIDP, Fiddle::RUBY_FREE)
    error = Fiddle::Pointer.malloc(Fiddle::SIZEOF_VOIDP, Fiddle::RUBY_FREE)
    return out.ptr if send(function, *arguments, out, *between, error).zero?

    message = text(sla_error_text(error.ptr))
    sla_error_free(error.ptr)
    raise Error, message
  end

  def self.text(pointer)
    pointer.to_s.force_encoding(Encoding::UTF_8)
  end

  # The verdicts as hashes, and when to look again.
  def self.evaluate(book, ticket, now)
    bytes = Fiddle::Pointer.malloc(32 * VERDICT_SIZE, Fiddle::RUBY_FREE)
    count = Fiddle::Pointer.malloc(Fiddle::SIZEOF_SIZE_T, Fiddle::RUBY_FREE)
    next_change = Fiddle::Pointer.malloc(8, Fiddle::RUBY_FREE)
    status = sla_evaluate(ticket, now, bytes, VERDICT_SIZE, 32, count, next_change)
    raise Error, "not judged" unless status.zero?

    verdicts = Array.new(count[0, Fiddle::SIZEOF_SIZE_T].unpack1("J")) do |i|
      v = bytes[i * VERDICT_SIZE, VERDICT_SIZE].unpack(VERDICT)
      { metric: text(sla_book_metric_name(book, v[1])), state: STATES[v[5]], deadline: v[12], share: v[23] }
    end
    [verdicts, next_change[0, 8].unpack1("q")]
  end
end

def text_of(milliseconds)
  Time.at(0, milliseconds, :millisecond).utc.iso8601((milliseconds % 1000).zero? ? 0 : 3)
end

raise "this is another version of libsla" unless SLA.sla_abi_version == 1

$stdout.set_encoding(Encoding::UTF_8)
document, facts, mistakes = ARGV.map { |path| File.binread(path) }
now = Time.utc(2026, 10, 9, 8).to_i * 1000

book = SLA.made(:sla_book_load, document, document.bytesize, nil)
ticket = SLA.made(:sla_ticket_from_json, book, facts, facts.bytesize)
verdicts, next_change = SLA.evaluate(book, ticket, now)
verdicts.each do |v|
  puts "#{v[:metric]}: #{v[:state]}, due #{text_of(v[:deadline])}, #{(v[:share] * 100).floor} % used"
end
puts "next change: #{text_of(next_change)}"
puts "four hours later: #{text_of(SLA.sla_calendar_add(SLA.sla_book_calendar(book, '客服'), now, 4 * 3_600_000))}"
why = SLA.made(:sla_explain_json, ticket, now, between: [nil])
puts SLA.text(why)
SLA.sla_text_free(why)
SLA.sla_ticket_free(ticket)
SLA.sla_book_free(book)

begin
  SLA.made(:sla_book_load, mistakes, mistakes.bytesize, nil)
rescue SLA::Error => e
  puts e.message
end
