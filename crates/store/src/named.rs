//! Enums that stand in columns as words.

/// Makes an enum of plain variants that knows the word each is stored as, the Chinese label it is shown
/// by, and all its variants.
macro_rules! named {
    ($(#[$about:meta])* $name:ident in $column:literal {
        $($(#[$doc:meta])* $variant:ident = $word:literal, $label:literal;)+
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word it is stored as.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// What people call it.
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label),+ }
            }

            /// The one that is stored as this word.
            ///
            /// # Errors
            /// If there is none.
            pub fn from_word(word: &str) -> Result<$name, $crate::StoreError> {
                match word {
                    $($word => Ok($name::$variant),)+
                    _ => Err($crate::StoreError::Odd { column: $column, value: word.to_owned() }),
                }
            }
        }

        impl $crate::named::Named for $name {
            fn word(self) -> &'static str {
                $name::word(self)
            }

            fn of_word(word: &str) -> Result<$name, $crate::StoreError> {
                $name::from_word(word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.label())
            }
        }
    };
}

pub(crate) use named;

/// What is stored as a word: for what works with any of them.
pub(crate) trait Named: Copy {
    /// The word it is stored as.
    fn word(self) -> &'static str;

    /// The one that is stored as this word.
    fn of_word(word: &str) -> Result<Self, crate::StoreError>;
}
