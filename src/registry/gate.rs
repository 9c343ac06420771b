//! So many at a time, and no more.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Lets only so many through; the others wait.
#[derive(Debug)]
pub(super) struct Gate {
    free: Cell<u32>,
    waiting: RefCell<Vec<Waker>>,
}

/// Leave to be inside; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Pass {
    gate: Rc<Gate>,
}

impl Gate {
    pub(super) fn new(places: u32) -> Rc<Self> {
        Rc::new(Self { free: Cell::new(places), waiting: RefCell::default() })
    }

    pub(super) async fn enter(self: &Rc<Self>) -> Pass {
        poll_fn(|context| match self.free.get().checked_sub(1) {
            Some(left) => {
                self.free.set(left);
                Poll::Ready(())
            }
            None => {
                self.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            }
        })
        .await;
        Pass { gate: Rc::clone(self) }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.gate.free.set(self.gate.free.get().saturating_add(1));
        // All of them: one that was given up meanwhile would take the place with it.
        for waker in self.gate.waiting.take() {
            waker.wake();
        }
    }
}
