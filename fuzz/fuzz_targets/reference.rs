//! Any text as a reference: each of its forms is read as the same again, and a refusal points into the text.
#![no_main]

use layerglass::error::ErrorKind;
use layerglass::reference::Reference;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match text.parse::<Reference>() {
        Ok(reference) => {
            assert_eq!(reference.to_string(), text);
            for form in [reference.canonical(), reference.familiar()] {
                let again: Reference = form.parse().unwrap_or_else(|error| panic!("{text:?} became {form:?}: {error}"));
                assert_eq!(again.canonical(), reference.canonical(), "{text:?} became {form:?}");
            }
        }
        Err(error) => {
            let ErrorKind::Reference { position, .. } = error.kind() else { panic!("{text:?}: {error:?}") };
            assert!(text.is_char_boundary(*position), "{text:?}: {error:?}");
        }
    }
});
