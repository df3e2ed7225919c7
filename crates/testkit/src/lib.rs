//! Statements of invented counties: drafts, the layouts they are written in, the truth beside them.
//!
//! A [`Draft`](draft::Draft) says what a statement shall contain, as plain strings. A layout writes it
//! as a file. Tests read the file and compare with the draft. No real county, person or number stands
//! in here; region codes begin with 99, which GB/T 2260 has not given to any province.

pub mod bank;
pub mod base;
pub mod case;
pub mod compose;
pub mod damage;
pub mod database;
pub mod draft;
pub mod flow;
pub mod folder;
pub mod fonts;
pub mod form;
pub mod hand;
pub mod hostile;
pub mod html;
pub mod layout;
pub mod libreoffice;
pub mod lines;
pub mod pack;
pub mod plain;
pub mod plant;
pub mod real;
pub mod rng;
pub mod sample;
pub mod scene;
pub mod sheet;
pub mod truth;
pub mod word;
