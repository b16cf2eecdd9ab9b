//! Selects outcomes.

use clap::Args;
use clap::builder::PossibleValuesParser;
use guesthouse::{Class, Pattern};

use super::record::{Record, SKIPPED};

#[derive(Args)]
#[command(next_help_heading = "Filters")]
pub(super) struct Filter {
    /// Show only outcomes of this class; several classes are separated by commas
    #[arg(long = "class", value_name = "CLASS", value_delimiter = ',', value_parser = classes())]
    classes: Vec<String>,
    /// Show only outcomes with this code, alone or after its class: `panic`, `crashed/panic`
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Show only outcomes of this plugin
    #[arg(long, value_name = "NAME")]
    plugin: Option<String>,
    /// Show only outcomes of events whose id matches; `*` stands for any text
    #[arg(long, value_name = "GLOB")]
    event: Option<String>,
}

fn classes() -> PossibleValuesParser {
    let classes = Class::ALL.iter().map(|class| class.as_str());
    PossibleValuesParser::new(classes.chain([SKIPPED]))
}

impl Filter {
    pub(super) fn is_empty(&self) -> bool {
        let has_text = self.code.is_some() || self.plugin.is_some() || self.event.is_some();
        self.classes.is_empty() && !has_text
    }

    pub(super) fn accepts(&self, record: &Record) -> bool {
        let has_code = |code: &String| {
            let is_whole = code.contains('/') && *code == record.ending();
            is_whole || record.code.as_ref() == Some(code)
        };
        let matches = |event: &String| Pattern::new(event).matches(&record.event);
        let is_class = |class: &String| class == record.class();
        (self.classes.is_empty() || self.classes.iter().any(is_class))
            && self.code.as_ref().is_none_or(has_code)
            && self
                .plugin
                .as_ref()
                .is_none_or(|plugin| *plugin == record.plugin)
            && self.event.as_ref().is_none_or(matches)
    }
}
