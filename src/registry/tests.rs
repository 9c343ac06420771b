//! The client over a transport that is a script: no network, and no waiting.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::cell::{Cell, RefCell};
use std::future::{Future, pending};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::*;
use crate::digest::{Algorithm, Digest};
use crate::limits::Limits;

/// What a server answers.
#[derive(Clone, Default)]
struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    /// Pieces of the body; after the last it ends, breaks off, or falls silent.
    pieces: Vec<Vec<u8>>,
    end: End,
    /// Where redirects led to, if there were any.
    elsewhere: Option<&'static str>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum End {
    #[default]
    Whole,
    BrokenOff,
    Silent,
}

fn reply(status: u16, body: impl AsRef<[u8]>) -> Reply {
    Reply { status, pieces: vec![body.as_ref().to_vec()], ..Reply::default() }
}

impl Reply {
    fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn end(mut self, end: End) -> Self {
        self.end = end;
        self
    }
}

type Server = Box<dyn Fn(&Request, usize) -> Option<Reply>>;

/// Answers each request by a function of it and of how many there were before.
struct Script {
    server: Server,
    sent: RefCell<Vec<Request>>,
    now: Cell<u64>,
    slept: RefCell<Vec<u64>>,
}

struct Pieces(std::vec::IntoIter<Vec<u8>>, End);

impl Transport for &Script {
    type Body = Pieces;

    async fn send(&self, request: Request) -> std::result::Result<Response<Pieces>, Unreachable> {
        let number = self.sent.borrow().len();
        self.sent.borrow_mut().push(request.clone());
        let Reply { status, headers, pieces, end, elsewhere } =
            (self.server)(&request, number).ok_or_else(|| Unreachable { why: "nobody is there".to_owned() })?;
        let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let url = elsewhere.map_or(request.url, str::to_owned);
        Ok(Response { status, url, headers, body: Pieces(pieces.into_iter(), end) })
    }

    fn now(&self) -> u64 {
        self.now.get()
    }

    async fn sleep(&self, ms: u64) {
        self.now.set(self.now.get() + ms);
        self.slept.borrow_mut().push(ms);
    }

    fn random(&self) -> f64 {
        0.5
    }
}

impl Body for Pieces {
    async fn chunk(&mut self) -> std::result::Result<Option<Vec<u8>>, Unreachable> {
        match (self.0.next(), self.1) {
            (None, End::BrokenOff) => Err(Unreachable { why: "the connection was closed".to_owned() }),
            (None, End::Silent) => pending().await,
            (piece, _) => Ok(piece),
        }
    }
}

struct Keys(&'static str);

impl Keyring for Keys {
    async fn credential(&self, registry: &str) -> Option<Credential> {
        let (username, password) = ("ann".to_owned(), "s3cret".to_owned());
        (registry == self.0).then_some(Credential::Basic { username, password })
    }
}

/// Everything here is ready at once, or waits for what never comes beside a clock that runs out at once.
fn now<V>(future: impl Future<Output = V>) -> V {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits for something"),
    }
}

fn script(server: impl Fn(&Request, usize) -> Option<Reply> + 'static) -> Script {
    let (sent, slept) = (RefCell::default(), RefCell::default());
    Script { server: Box::new(server), sent, now: Cell::new(1_000_000), slept }
}

fn client(script: &Script) -> Client<&Script, Keys> {
    Client::new(script, Keys("registry.example"), Settings::default(), Limits::default())
}

fn endpoint(name: &str) -> Endpoint {
    Settings::default().registry(name).unwrap()
}

fn tag(client: &Client<&Script, Keys>, registry: &str) -> Result<Rc<Document>> {
    now(client.document(&endpoint(registry), "app", &Which::Tag("1".to_owned()), &()))
}

fn code<V>(result: Result<V>) -> String {
    result.err().unwrap().code().into_owned()
}

fn authorization(request: &Request) -> Option<&str> {
    request.headers.iter().find(|(name, _)| *name == "authorization").map(|(_, value)| value.as_str())
}

fn urls(script: &Script) -> Vec<String> {
    script.sent.borrow().iter().map(|request| request.url.clone()).collect()
}

const MANIFEST: &str = r#"{"schemaVersion":2,"layers":[]}"#;
const CHALLENGE: &str = r#"Bearer realm="https://auth.example/token",service="registry.example""#;

/// A registry with a token server; it takes the tokens that end with the number that `valid` says.
fn guarded(valid: Rc<Cell<usize>>) -> impl Fn(&Request, usize) -> Option<Reply> {
    move |request, _| {
        if request.url.starts_with("https://auth.example/token") {
            return Some(reply(200, format!(r#"{{"token":"t{}","expires_in":300}}"#, valid.get())));
        }
        if authorization(request) == Some(&format!("Bearer t{}", valid.get())) {
            return Some(reply(200, MANIFEST));
        }
        Some(reply(401, "").header("www-authenticate", CHALLENGE))
    }
}

#[test]
fn a_token_is_asked_for_once_and_renewed_once() {
    let valid = Rc::new(Cell::new(1));
    let script = script(guarded(Rc::clone(&valid)));
    let client = client(&script);
    tag(&client, "registry.example").unwrap();
    let manifest = "https://registry.example/v2/app/manifests/1";
    let token = "https://auth.example/token?service=registry.example&scope=repository%3Aapp%3Apull";
    assert_eq!(urls(&script), [manifest, token, manifest]);
    tag(&client, "registry.example").unwrap();
    assert_eq!(urls(&script)[3..], [manifest], "the token is known");
    script.now.set(script.now.get() + 296_000);
    tag(&client, "registry.example").unwrap();
    assert_eq!(urls(&script)[4..], [token, manifest], "it is as good as expired");
    valid.set(2);
    tag(&client, "registry.example").unwrap();
    assert_eq!(urls(&script)[6..], [manifest, token, manifest], "it was taken back");
}

#[test]
fn a_registry_that_takes_no_token_is_asked_no_more() {
    let script = script(|request, _| {
        let is_token = request.url.starts_with("https://auth.example/token");
        Some(if is_token {
            reply(200, r#"{"token":"t"}"#)
        } else {
            reply(401, "").header("www-authenticate", CHALLENGE)
        })
    });
    assert_eq!(code(tag(&client(&script), "registry.example")), "registry/denied");
    assert!(urls(&script).len() <= 5, "{:?}", urls(&script));
}

#[test]
fn credentials_go_to_their_registrys_realm_only() {
    let script = script(guarded(Rc::new(Cell::new(1))));
    let client = client(&script);
    tag(&client, "registry.example").unwrap();
    // Another registry that names the same realm and service, and hopes to be given what they gave.
    tag(&client, "evil.example").unwrap();
    for request in script.sent.borrow().iter() {
        let sent = authorization(request).unwrap_or_default();
        let is_basic = sent.starts_with("Basic ");
        assert!(!is_basic || request.url.starts_with("https://auth.example/"), "{request:?}");
    }
    let requests = script.sent.borrow();
    let basic = requests.iter().filter(|request| authorization(request).is_some_and(|text| text.starts_with("Basic")));
    assert_eq!(basic.count(), 1, "evil.example has none");
    let tokens = requests.iter().filter(|request| request.url.starts_with("https://auth.example/token"));
    assert_eq!(tokens.count(), 2, "nor is it given the token of another");
    assert!(!format!("{:?}", client.known).contains("s3cret"));
}

/// Where a registry sends on to is not whom the credentials are for, whatever that says.
#[test]
fn a_challenge_of_another_host_is_not_answered() {
    let script = script(|_, _| {
        let refusal = reply(401, "").header("www-authenticate", r#"Bearer realm="https://cdn.example/token""#);
        Some(Reply { elsewhere: Some("https://cdn.example/blob"), ..refusal })
    });
    assert_eq!(code(blob(&script, b"0123", Some(4))), "registry/denied");
    assert_eq!(script.sent.borrow().len(), 1, "{:?}", urls(&script));
}

#[test]
fn what_may_pass_is_tried_again_and_what_may_not_is_not() {
    let busy = script(|_, number| Some(if number < 2 { reply(503, "") } else { reply(200, MANIFEST) }));
    tag(&client(&busy), "registry.example").unwrap();
    assert_eq!(*busy.slept.borrow(), [562, 1125], "each longer than the one before, and not in step");

    let down = script(|_, _| Some(reply(500, "")));
    assert_eq!(code(tag(&client(&down), "registry.example")), "registry/status");
    assert_eq!(down.sent.borrow().len(), 5);

    let limited = script(|_, number| {
        Some(if number == 0 { reply(429, "").header("retry-after", "7") } else { reply(200, MANIFEST) })
    });
    tag(&client(&limited), "registry.example").unwrap();
    assert_eq!(*limited.slept.borrow(), [7062]);

    let hours = script(|_, _| Some(reply(429, "").header("retry-after", "3600")));
    assert_eq!(code(tag(&client(&hours), "registry.example")), "registry/too-many-requests");
    assert_eq!(hours.sent.borrow().len(), 1, "nobody waits an hour");

    let none = script(|_, _| Some(reply(404, r#"{"errors":[{"message":"manifest\u001b unknown"}]}"#)));
    let error = tag(&client(&none), "registry.example").unwrap_err();
    assert_eq!(error.code(), "registry/no-such-image");
    assert!(error.to_string().ends_with("manifest unknown"), "{error}");
    assert_eq!(none.sent.borrow().len(), 1);

    let gone = script(|_, _| None);
    assert_eq!(code(tag(&client(&gone), "registry.example")), "network/failed");
    assert_eq!(gone.sent.borrow().len(), 2);
}

#[test]
fn documents_are_what_they_hash_to() {
    let script = script(|request, _| {
        let is_other = request.url.contains("sha256:0000");
        Some(reply(200, if is_other { "{}" } else { MANIFEST }))
    });
    let client = client(&script);
    let digest = Digest::of(Algorithm::Sha256, MANIFEST.as_bytes());
    let by = |digest: &Digest| {
        now(client.document(&endpoint("registry.example"), "app", &Which::Digest(digest.clone()), &()))
    };
    assert_eq!(by(&digest).unwrap().bytes, MANIFEST.as_bytes());
    assert_eq!(by(&digest).unwrap().status, None);
    assert_eq!(script.sent.borrow().len(), 1, "a second look asks nobody");
    let zeros: Digest = format!("sha256:{}", "0".repeat(64)).parse().unwrap();
    assert_eq!(code(by(&zeros)), "registry/digest-mismatch");
}

#[test]
fn what_is_no_document_is_refused() {
    let announced = format!("sha256:{}", "0".repeat(64));
    let lied = script(move |_, _| Some(reply(200, MANIFEST).header("docker-content-digest", announced.clone())));
    assert_eq!(code(tag(&client(&lied), "registry.example")), "registry/digest-mismatch");
    let page = script(|_, _| Some(reply(200, "<!doctype html><title>Sign in</title>")));
    assert_eq!(code(tag(&client(&page), "registry.example")), "registry/not-a-registry");
    let endless =
        script(|_, _| Some(Reply { status: 200, pieces: vec![vec![b' '; 1 << 20]; 200], ..Reply::default() }));
    assert_eq!(code(tag(&client(&endless), "registry.example")), "limit/json-bytes");
    let silent = script(|_, _| Some(reply(200, "{").end(End::Silent)));
    assert_eq!(code(tag(&client(&silent), "registry.example")), "network/timeout");
}

fn blob(script: &Script, bytes: &[u8], size: Option<u64>) -> Result<Vec<u8>> {
    let digest = Digest::of(Algorithm::Sha256, bytes);
    let mut stream =
        BlobStream::new(Rc::new(client(script)), endpoint("registry.example"), "app".to_owned(), digest, size, 0);
    let mut all = Vec::new();
    while let Some(piece) = now(stream.next())? {
        all.extend(piece);
    }
    Ok(all)
}

fn range(request: &Request) -> Option<String> {
    request.headers.iter().find(|(name, _)| *name == "range").map(|(_, value)| value.clone())
}

#[test]
fn a_blob_that_breaks_off_goes_on_from_its_last_byte() {
    const BYTES: &[u8] = b"0123456789";
    let by_range = script(|request, _| {
        let from = range(request).map_or(0, |range| range[6..range.find('-').unwrap()].parse().unwrap());
        let end = if from < 8 { End::BrokenOff } else { End::Whole };
        let rest = &BYTES[from..(from + 4).min(10)];
        Some(reply(if from == 0 { 200 } else { 206 }, rest).end(end))
    });
    assert_eq!(blob(&by_range, BYTES, Some(10)).unwrap(), BYTES);
    let ranges: Vec<_> = by_range.sent.borrow().iter().map(range).collect();
    assert_eq!(ranges, [None, Some("bytes=4-9".to_owned()), Some("bytes=8-9".to_owned())]);

    // A server that gives all where a part was asked for.
    let whole = script(|_, number| {
        Some(if number == 0 { reply(200, &BYTES[..3]).end(End::Silent) } else { reply(200, BYTES) })
    });
    assert_eq!(blob(&whole, BYTES, Some(10)).unwrap(), BYTES);

    let other = script(|_, _| Some(reply(200, "0123456780")));
    assert_eq!(code(blob(&other, BYTES, Some(10))), "registry/digest-mismatch");
    let more = script(|_, _| Some(Reply { status: 200, pieces: vec![BYTES.to_vec(); 1000], ..Reply::default() }));
    assert_eq!(blob(&more, BYTES, Some(10)).unwrap(), BYTES, "what follows is not read");
    let short = script(|_, number| Some(if number == 0 { reply(200, "01") } else { reply(206, "") }));
    assert_eq!(code(blob(&short, BYTES, Some(10))), "network/failed");
    assert!(short.sent.borrow().len() < 10);
    let none = script(|_, _| Some(reply(404, "")));
    assert_eq!(code(blob(&none, BYTES, None)), "registry/no-such-blob");
}

fn tags(script: &Script, settings: Settings) -> Result<Names> {
    let client = Client::new(script, NoKeys, settings, Limits::default());
    now(client.tags(&endpoint("registry.example"), "app", &()))
}

#[test]
fn lists_go_on_by_link_or_after_the_last_name() {
    let linked = script(|request, _| {
        let page = reply(200, format!(r#"{{"tags":["{}"]}}"#, request.url.len()));
        let is_first = !request.url.contains("last=");
        Some(if is_first { page.header("link", r#"</v2/app/tags/list?last=x&n=1>; rel="next""#) } else { page })
    });
    let names = tags(&linked, Settings::default()).unwrap();
    assert_eq!((names.names.len(), names.truncated), (2, false));
    assert!(urls(&linked)[1].ends_with("/v2/app/tags/list?last=x&n=1"));

    let long: Vec<String> = (0..1000).map(|number| format!("\"t{number}\"")).collect();
    let long = format!(r#"{{"tags":[{}]}}"#, long.join(","));
    let unseen = script(move |request, _| {
        Some(reply(
            200,
            if request.url.contains("last=t999") { r#"{"tags":["end"]}"#.to_owned() } else { long.clone() },
        ))
    });
    let browser = Settings { browser: true, ..Settings::default() };
    assert_eq!(tags(&unseen, browser).unwrap().names.len(), 1001);

    for elsewhere in ["https://evil.example/v2/app/tags/list?n=1", "//evil.example/v2/app/tags/list", "/v2/_catalog"] {
        let link = format!("<{elsewhere}>; rel=next");
        let hostile = script(move |_, _| Some(reply(200, r#"{"tags":["a"]}"#).header("link", link.clone())));
        assert_eq!(code(tags(&hostile, Settings::default())), "registry/link", "{elsewhere}");
        assert_eq!(hostile.sent.borrow().len(), 1);
    }
    let circle =
        script(|_, _| Some(reply(200, r#"{"tags":["a"]}"#).header("link", "</v2/app/tags/list?n=1>; rel=next")));
    assert_eq!(tags(&circle, Settings::default()).unwrap().names, ["a"]);
    assert_eq!(circle.sent.borrow().len(), 2);
    let none = script(|_, _| Some(reply(404, "")));
    assert_eq!(code(tags(&none, Settings::default())), "registry/no-such-repository");
}

#[test]
fn realms_that_may_not_be_asked_are_not() {
    for challenge in [
        r#"Bearer realm="http://auth.example/token",service="x""#,
        r#"Bearer realm="http://192.0.2.1/token""#,
        r#"Bearer realm="file:///etc/passwd""#,
    ] {
        let script = script(move |_, _| Some(reply(401, "").header("www-authenticate", challenge)));
        let found = code(tag(&client(&script), "registry.example"));
        assert!(["network/plain-http", "registry/address"].contains(&&*found), "{challenge}: {found}");
        assert_eq!(script.sent.borrow().len(), 1, "{challenge}");
    }
    assert_eq!(code(tags_of_plain("http.example")), "network/failed");
    let plain = Settings { mirrors: vec!["http://mirror.example".to_owned()], ..Settings::default() };
    assert_eq!(code(plain.endpoints(&"mysql".parse().unwrap())), "network/plain-http");
}

/// A registry that was not named as insecure is asked by HTTPS, and by nothing else.
fn tags_of_plain(host: &str) -> Result<Names> {
    let script = script(|request, _| if request.url.starts_with("https://") { None } else { Some(reply(200, "{}")) });
    let client = Client::new(&script, NoKeys, Settings::default(), Limits::default());
    now(client.tags(&endpoint(host), "app", &()))
}
