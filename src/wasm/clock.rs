//! The clock and chance of a browser, or of Node.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::transport::Host;

#[wasm_bindgen]
extern "C" {
    /// Of every host, browser or not.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(done: &Function, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// JavaScript as the host of the transport.
pub(super) struct JsHost {
    on_request: Option<Function>,
    /// `Date.now()` may go back; this does not.
    last: Cell<u64>,
}

/// Ends a timer that nobody waits for any more: it would keep Node from ending.
struct Timer(Rc<Cell<Option<JsValue>>>);

impl JsHost {
    pub(super) fn new(on_request: Option<Function>) -> Self {
        Self { on_request, last: Cell::new(0) }
    }
}

impl Host for JsHost {
    fn now(&self) -> u64 {
        // Milliseconds since 1970 are far below what an f64 tells exactly.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let now = js_sys::Date::now().max(0.0) as u64;
        self.last.set(self.last.get().max(now));
        self.last.get()
    }

    fn sleep(&self, ms: u64) -> Pin<Box<dyn Future<Output = ()>>> {
        let timer = Rc::new(Cell::new(None));
        let promise = Promise::new(&mut |done, _| {
            timer.set(Some(set_timeout(&done, super::convert::number(ms))));
        });
        let timer = Timer(timer);
        Box::pin(async move {
            let _ = JsFuture::from(promise).await;
            drop(timer);
        })
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }

    fn sends(&self, url: &str) {
        // What the address asks for is not told: it may hold what lets in whoever has it.
        let told = url.split('?').next().unwrap_or_default();
        if let Some(on_request) = &self.on_request {
            // A listener's failure is its own affair.
            let _ = on_request.call1(&JsValue::UNDEFINED, &told.into());
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(timer) = self.0.take() {
            clear_timeout(&timer);
        }
    }
}
