//! The report as one page that needs nothing else: no server, no other file.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

const BODY: &str = include_str!("page/body.html");
const STYLE: &str = include_str!("page/style.css");
const SCRIPT: &str = include_str!("page/script.js");

pub(super) fn write(report: &Value) -> String {
    let data = data(report);
    // What a guest wrote is only ever data; if it ever came to be more, the browser would still
    // run no script but this one, and ask nobody for anything.
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

/// JSON that no parser of HTML takes for an end of the script it is in, or for a comment: `<`
/// stands in strings only, and there it can be written otherwise.
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
    fn what_a_guest_says_does_not_end_the_data() {
        let report = json!({"message": "</script><!--<script>"});
        let page = super::write(&report);
        assert_eq!(page.matches("</script").count(), 2);
        assert!(!page.contains("<!--"));
        let data = super::data(&report);
        let read: serde_json::Value = serde_json::from_str(&data).unwrap();
        assert_eq!(read, report);
    }
}
