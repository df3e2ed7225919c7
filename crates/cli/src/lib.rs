//! The one binary: its commands and how they print.
