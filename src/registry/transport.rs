//! What a host gives so that registries can be asked: HTTP, a clock, chance.

/// Sends requests. One thread drives it: nothing needs to be `Send`.
///
/// Redirects are followed by the transport, which takes `Authorization` to no other host. It has no time limits of its
/// own: the client's are below [`sleep`](Self::sleep). A future that is dropped aborts its request.
#[allow(async_fn_in_trait)] // nobody needs its futures to be Send
pub trait Transport {
    /// The body of an answer, as it comes.
    type Body: Body;

    /// Sends one, and gives the head of the answer, whatever its status.
    async fn send(&self, request: Request) -> Result<Response<Self::Body>, Unreachable>;

    /// Milliseconds since some moment; never fewer than before.
    fn now(&self) -> u64;

    /// Waits so many milliseconds.
    async fn sleep(&self, ms: u64);

    /// From 0 up to, but not, 1.
    fn random(&self) -> f64;
}

/// A body that is read once.
#[allow(async_fn_in_trait)]
pub trait Body {
    /// The next bytes; `None` at the end.
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Unreachable>;
}

/// What is asked. Always without cookies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The whole address.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// Sent by POST as a form; else it is a GET.
    pub form: Option<String>,
}

/// The head of an answer, and what follows it.
#[derive(Debug)]
pub struct Response<B> {
    /// Of HTTP.
    pub status: u16,
    /// Where redirects led to.
    pub url: String,
    /// Names in lower case. Browsers hide most of them from pages of another origin.
    pub headers: Vec<(String, String)>,
    /// What follows.
    pub body: B,
}

/// No answer came, or its body broke off; in a browser that is all there is to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreachable {
    /// What the host says of it.
    pub why: String,
}

impl<B> Response<B> {
    /// The first header of a name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
