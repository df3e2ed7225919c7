//! Speed, measured beside its floor: the same work done by bare libraries in the same run.
//!
//! [`corpus`] makes the documents, [`work`] is what the program does with them, [`floor`] what bare
//! libraries do, [`measure`] times both in turn, [`bars`] holds the results against what is demanded,
//! [`formats`] goes through every format in and out.

pub mod bars;
pub mod corpus;
pub mod floor;
pub mod formats;
pub mod measure;
pub mod work;

/// The allocator of the program, for works and floors alike.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
