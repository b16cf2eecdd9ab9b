//! The report as one HTML page that needs no server and no other file.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

const BODY: &str = include_str!("page/body.html");
const STYLE: &str = include_str!("page/style.css");
const SCRIPT: &str = include_str!("page/script.js");

pub(super) fn write(report: &Value) -> String {
    let data = data(report);
    // Texts of guests are data. Even if one became markup, this policy would prevent the browser
    // from running other scripts and sending requests.
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        digest(STYLE),
        digest(SCRIPT),
    );
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>Conformance</title>\n<style>{STYLE}</style>\n</head>\n{BODY}\
         <script type=\"application/json\" id=\"data\">{data}</script>\n\
         <script>{SCRIPT}</script>\n</html>\n"
    )
}

/// Returns JSON without `<`, so that an HTML parser finds no end of the script and no comment in
/// it.
/// `<` occurs in strings only, where it can be escaped.
fn data(report: &Value) -> String {
    report.to_string().replace('<', "\\u003c")
}

fn digest(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn a_text_of_a_guest_does_not_end_the_data() {
        let report = json!({"message": "</script><!--<script>"});
        let page = super::write(&report);
        assert_eq!(page.matches("</script").count(), 2);
        assert!(!page.contains("<!--"));
        let data = super::data(&report);
        let read: serde_json::Value = serde_json::from_str(&data).unwrap();
        assert_eq!(read, report);
    }
}
