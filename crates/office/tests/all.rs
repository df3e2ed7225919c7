//! The tests of this room in one program: what they link is linked once.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod administration;
mod administrators;
mod aid_batch;
mod appraising;
mod batches;
mod bindings;
mod commending;
mod console;
mod counted_twice;
mod crash;
mod crossing;
mod defining;
mod demands;
mod demands_of_indicators;
mod desk;
mod evaluating;
mod every_register;
mod exporting;
mod flows;
mod importing;
mod importing_crash;
mod life;
mod lists;
mod measures;
mod monitoring;
mod opinions;
mod overview;
mod references;
mod registers;
mod remembered;
mod rights;
mod same_person;
mod searching;
mod signing;
mod support;
mod surveys;
mod tables;
mod warming;
mod workflow;
mod writing;
mod year;
