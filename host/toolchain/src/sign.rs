//! Embeds the manifest in a component.

use std::borrow::Cow;

use guesthouse_inspect::{MANIFEST_SECTION, Manifest};
use wasm_encoder::{ComponentSectionId, CustomSection, Encode as _};
use wasm_metadata::{AddMetadata, AddMetadataField};

use crate::Error;

/// Returns the component with its manifest, its name and its toolchain embedded.
pub(crate) fn embed_manifest(component: &[u8], manifest: &Manifest) -> Result<Vec<u8>, Error> {
    let mut metadata = AddMetadata::default();
    metadata.name = AddMetadataField::Set(manifest.name.clone());
    let version = env!("CARGO_PKG_VERSION").to_owned();
    metadata.processed_by = vec![("guesthouse".to_owned(), version)];
    let doing = "embedding the manifest";
    let mut bytes = metadata
        .to_wasm(component)
        .map_err(|error| Error::step(doing, &error))?;
    let json = serde_json::to_vec(manifest).map_err(|error| Error::step(doing, &error))?;
    let section = CustomSection {
        name: Cow::Borrowed(MANIFEST_SECTION),
        data: Cow::Owned(json),
    };
    bytes.push(ComponentSectionId::CoreCustom.into());
    section.encode(&mut bytes);
    Ok(bytes)
}
