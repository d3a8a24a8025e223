# SPDX-License-Identifier: MIT
#
# Peer: Perl's Business::Hours. Files, tasks and the way of measuring are described in
# ../adapter.hpp. The process runs with TZ set to the calendar's zone.
use strict;
use warnings;

use Business::Hours;
use POSIX qw(strftime);
use Time::HiRes qw(clock_gettime CLOCK_PROCESS_CPUTIME_ID);

my ( $task, $calendars, $tickets, $limit, $answers ) = @ARGV;
die "no such task for this peer: $task\n" if $task ne 'deadline';

sub clock_time {
    my ($seconds) = @_;
    return sprintf '%02d:%02d', $seconds / 3600, $seconds / 60 % 60;
}

# A day is one range with breaks in it.
my %week = map { $_ => { Name => $_, Start => undef, End => undef } } 0 .. 6;
my @closed;
open my $file, '<', $calendars or die "$calendars: $!\n";
while (<$file>) {
    my ( $word, @values ) = split;
    if ( $word eq 'open' ) {
        my $day = $values[0];
        my ( $begin, $end ) = map { clock_time($_) } @values[ 1, 2 ];
        my $hours = $week{$day};
        if ( defined $hours->{Start} ) {
            push @{ $hours->{Breaks} }, { Start => $hours->{End}, End => $begin };
        }
        else {
            $hours->{Start} = $begin;
        }
        $hours->{End} = $end;
    }
    elsif ( $word eq 'closed' ) {
        push @closed, strftime( '%Y-%m-%d', gmtime( $values[0] * 86400 ) );
    }
}
close $file;

my $hours = Business::Hours->new();
$hours->business_hours( %week, holidays => \@closed );

my @rows;
open $file, '<', $tickets or die "$tickets: $!\n";
<$file>;
while ( @rows < $limit and defined( my $line = <$file> ) ) {
    chomp $line;
    my ( $created, undef, $amount ) = split /,/, $line;
    push @rows, [ $created, $amount * 3600 ];
}
close $file;

my @out;
my ( $best, $spent, $passes ) = ( 9e99, 0, 0 );
while ( $passes < 3 or ( $spent < 0.5 and $passes < 2000 ) ) {
    my $begin = clock_gettime(CLOCK_PROCESS_CPUTIME_ID);
    @out = map { $hours->add_seconds( $_->[0], $_->[1] ) } @rows;
    my $took = clock_gettime(CLOCK_PROCESS_CPUTIME_ID) - $begin;
    $best = $took if $took < $best;
    $spent += $took;
    ++$passes;
}

open $file, '>', $answers or die "$answers: $!\n";
print $file "# peer: Business::Hours\n";
print $file "# version: $Business::Hours::VERSION, perl ", sprintf( '%vd', $^V ), "\n";
print $file "# clock: utc\n# ns: ", $best * 1e9 / @rows, "\n";
print $file "$_\n" for @out;
close $file or die "$answers: $!\n";
