//! Any bytes as what a registry answers: index, manifest and config of a reference are all these.
#![no_main]

use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::slice::Split;
use std::task::{Context, Poll, Waker};

use layerglass::limits::Limits;
use layerglass::registry::{Body, Client, NoKeys, Request, Response, Settings, Transport, Unreachable};
use layerglass::resolve::{NoLocal, Trace, open};
use libfuzzer_sys::fuzz_target;

/// Answers in turn with these bodies, then not at all.
struct Bodies<'a> {
    left: RefCell<Split<'a, u8, IsEnd>>,
}

type IsEnd = fn(&u8) -> bool;

struct Once(Option<Vec<u8>>);

impl Transport for Bodies<'_> {
    type Body = Once;

    async fn send(&self, request: Request) -> Result<Response<Once>, Unreachable> {
        let body = self.left.borrow_mut().next().ok_or_else(|| Unreachable { why: "it is over".to_owned() })?;
        Ok(Response { status: 200, url: request.url, headers: Vec::new(), body: Once(Some(body.to_vec())) })
    }

    fn now(&self) -> u64 {
        0
    }

    async fn sleep(&self, _ms: u64) {}

    fn random(&self) -> f64 {
        0.0
    }
}

impl Body for Once {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Unreachable> {
        Ok(self.0.take())
    }
}

fuzz_target!(|data: &[u8]| {
    // What separates them is in no JSON.
    let left = data.split((|byte| *byte == 0) as IsEnd).into();
    let client = Client::new(Bodies { left }, NoKeys, Settings::default(), Limits::default());
    let trace = Trace::default();
    let reference = "registry.example/app:1".parse().unwrap();
    let opened = pin!(open(&client, &NoLocal, reference, None, &trace));
    match opened.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(opened)) => assert!(!opened.contents.images.is_empty() || opened.resolved.found.is_some()),
        Poll::Ready(Err(_)) => {}
        Poll::Pending => panic!("it waits for something"),
    }
});
