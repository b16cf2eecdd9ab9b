//! A guest of the smaller world that imports nothing of the contract.

wit_bindgen::generate!({ path: "../../../../wit", world: "transform" });

use exports::guesthouse::automation::handler::{Event, Failure, Guest, Output};

struct Pure;
export!(Pure);

impl Guest for Pure {
    fn handle(event: Event) -> Result<Vec<Output>, Failure> {
        Ok(vec![Output {
            id: Some(event.id),
            source: None,
            type_: event.type_,
            subject: event.subject,
            time: event.time,
            data_content_type: event.data_content_type,
            data_schema: event.data_schema,
            extensions: Vec::new(),
            data: event.data,
        }])
    }
}
