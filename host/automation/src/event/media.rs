//! The form of data that a media type implies.

/// The form in which data of a media type appears in a JSON line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    /// A JSON value.
    Json,
    /// A string.
    Text,
    /// Base64.
    Binary,
}

impl Media {
    /// Reads a media type. CloudEvents defines JSON as the default.
    pub(crate) fn of(content_type: Option<&str>) -> Self {
        let Some(content_type) = content_type else {
            return Self::Json;
        };
        let (essence, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
        let essence = essence.trim().to_ascii_lowercase();
        let subtype = essence.split_once('/').map_or("", |(_, subtype)| subtype);
        if subtype == "json" || subtype.ends_with("+json") {
            return Self::Json;
        }
        let textual = essence.starts_with("text/") || subtype == "xml" || subtype.ends_with("+xml");
        if textual && is_utf8(parameters) {
            Self::Text
        } else {
            Self::Binary
        }
    }
}

/// Returns whether the parameters name no character set, or one that UTF-8 contains.
fn is_utf8(parameters: &str) -> bool {
    parameters
        .split(';')
        .filter_map(|parameter| parameter.split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .all(|(_, value)| {
            let value = value.trim().trim_matches('"');
            value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("us-ascii")
        })
}

#[cfg(test)]
mod tests {
    use super::Media;

    #[test]
    fn media_types() {
        for (content_type, media) in [
            (None, Media::Json),
            (Some("application/json"), Media::Json),
            (Some("Application/JSON; charset=utf-8"), Media::Json),
            (Some("application/vnd.api+json"), Media::Json),
            (Some("text/json"), Media::Json),
            (Some("text/plain"), Media::Text),
            (Some("text/plain; charset=\"UTF-8\""), Media::Text),
            (Some("text/plain; charset=latin1"), Media::Binary),
            (Some("application/xml"), Media::Text),
            (Some("image/svg+xml"), Media::Text),
            (Some("application/octet-stream"), Media::Binary),
            (Some("json"), Media::Binary),
            (Some(""), Media::Binary),
        ] {
            assert_eq!(Media::of(content_type), media, "{content_type:?}");
        }
    }
}
