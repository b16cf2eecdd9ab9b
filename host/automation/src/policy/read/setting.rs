//! Settings are text. A value of another type can be written as JSON, which plugins can read.

use guesthouse_diagnostics::toml_file::{Text, Value};
use toml::de::DeValue;

/// Returns the hint for a setting that is not a text.
pub(super) fn hint(key: &Text, value: &Value) -> String {
    let json = json(value.get());
    let is_plain = !json.contains(['"', '\\']);
    let text = if is_plain {
        format!("\"{json}\"")
    } else if json.contains('\'') {
        format!("{json:?}")
    } else {
        format!("'{json}'")
    };
    format!(
        "settings are text: write `{} = {text}`, which a plugin can read as JSON",
        key.text
    )
}

fn json(value: &DeValue<'_>) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match value {
        DeValue::String(text) => quoted(text),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(time) => quoted(&time.to_string()),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| json(item.get_ref()));
            format!("[{}]", items.collect::<Vec<_>>().join(","))
        }
        DeValue::Table(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| format!("{}:{}", quoted(key.get_ref()), json(value.get_ref())));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        }
    }
}
