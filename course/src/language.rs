//! Korean and English: titles and hints are written in both.

use clap::ValueEnum;

/// A language of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    Ko,
    En,
}

impl Language {
    /// Both.
    pub const BOTH: [Language; 2] = [Language::En, Language::Ko];

    /// The folder name and the `lang` attribute of its texts.
    pub fn code(self) -> &'static str {
        match self {
            Language::Ko => "ko",
            Language::En => "en",
        }
    }

    /// The language that the computer is set to; English, if it is neither.
    pub fn of_environment() -> Language {
        // In this order, as in every program that heeds them.
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
        Language::of_locale(&set.into_iter().find(|value| !value.is_empty()).unwrap_or_default())
    }

    fn of_locale(locale: &str) -> Language {
        if locale.starts_with("ko") { Language::Ko } else { Language::En }
    }
}

/// The same in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<T> {
    pub en: T,
    pub ko: T,
}

impl<T> Text<T> {
    /// The one in this language.
    pub fn get(&self, language: Language) -> &T {
        match language {
            Language::En => &self.en,
            Language::Ko => &self.ko,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_decides() {
        assert_eq!(Language::of_locale("ko_KR.UTF-8"), Language::Ko);
        for other in ["en_GB.UTF-8", "C", "", "de_DE"] {
            assert_eq!(Language::of_locale(other), Language::En, "{other}");
        }
    }
}
