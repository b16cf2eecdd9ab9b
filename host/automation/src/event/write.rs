//! Writes an event as one JSON line. The order of keys is part of the format.

use super::Event;
use super::json;
use super::media::Media;
use data_encoding::BASE64;

pub(super) fn event(event: &Event) -> String {
    let size = event.data.as_ref().map_or(0, Vec::len);
    let mut line = Line(String::with_capacity(256 + size));
    line.text("specversion", "1.0");
    line.text("id", &event.id);
    line.text("source", &event.source);
    line.text("type", &event.type_);
    line.optional("subject", event.subject.as_deref());
    line.optional("time", event.time.as_deref());
    line.optional("datacontenttype", event.data_content_type.as_deref());
    line.optional("dataschema", event.data_schema.as_deref());
    for (name, value) in &event.extensions {
        line.text(name, value);
    }
    if let Some(data) = &event.data {
        line.data(Media::of(event.data_content_type.as_deref()), data);
    }
    line.0.push('}');
    line.0
}

struct Line(String);

impl Line {
    fn key(&mut self, name: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.string(name);
        self.0.push(':');
    }

    fn text(&mut self, name: &str, value: &str) {
        self.key(name);
        self.string(value);
    }

    fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    fn string(&mut self, value: &str) {
        self.0.push_str(&serde_json::Value::from(value).to_string());
    }

    fn data(&mut self, media: Media, data: &[u8]) {
        match (media, std::str::from_utf8(data)) {
            (Media::Json, _) => match json::compact(data) {
                Ok(text) => {
                    self.key("data");
                    self.0.push_str(&text);
                }
                Err(_) => self.base64(data),
            },
            (Media::Text, Ok(text)) => self.text("data", text),
            (Media::Text, Err(_)) | (Media::Binary, _) => self.base64(data),
        }
    }

    fn base64(&mut self, data: &[u8]) {
        self.key("data_base64");
        self.0.push('"');
        BASE64.encode_append(data, &mut self.0);
        self.0.push('"');
    }
}
