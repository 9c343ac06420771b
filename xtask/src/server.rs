//! A static file server for one folder, on this machine only.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::failure::{Failure, Result};
use crate::http::{Part, Request, locate, media_type};

const DEFAULT_PORT: u16 = 8080;

/// How many ports after the default one are tried.
const PORTS_TRIED: u16 = 100;

/// A request's head beyond this is not a browser's.
const HEAD_LIMIT: u64 = 16 * 1024;

/// A browser opens connections ahead of need; they must not hold threads for good.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Server {
    listener: TcpListener,
    site: Site,
}

/// What is served, and the policy that goes with all of it.
struct Site {
    root: PathBuf,
    /// A header's line, or nothing.
    policy: String,
}

impl Server {
    /// Takes `port`, or without one 8080 or the next free one.
    pub(crate) fn bind(root: PathBuf, port: Option<u16>) -> Result<Self> {
        let ports = match port {
            Some(port) => port..=port,
            None => DEFAULT_PORT..=DEFAULT_PORT + PORTS_TRIED,
        };
        let mut refusal = None;
        for port in ports.clone() {
            match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
                Ok(listener) => return Ok(Self { listener, site: Site::new(root) }),
                Err(error) => refusal = Some(error),
            }
        }
        let why = refusal.map(|error| format!(": {error}")).unwrap_or_default();
        let which = match port {
            Some(port) => format!("port {port} of 127.0.0.1"),
            None => format!("any port of 127.0.0.1 from {} to {}", ports.start(), ports.end()),
        };
        Err(Failure::new(format!("cannot listen on {which}{why}"))
            .help("cargo xtask serve --port 0, for any free port"))
    }

    pub(crate) fn url(&self) -> Result<String> {
        let address = self.listener.local_addr().map_err(|error| Failure::new(format!("lost the port: {error}")))?;
        Ok(format!("http://{address}/"))
    }

    /// Answers until the process ends.
    pub(crate) fn run(self) {
        let site = Arc::new(self.site);
        for stream in self.listener.incoming().flatten() {
            let site = Arc::clone(&site);
            // A client that goes away in the middle is its own affair.
            thread::spawn(move || drop(answer(&stream, &site)));
        }
    }
}

impl Site {
    /// The policy is the one that the page states itself: as a header it binds its worker too.
    fn new(root: PathBuf) -> Self {
        let page = fs::read_to_string(root.join("index.html")).unwrap_or_default();
        let policy = stated_policy(&page).map(|policy| format!("Content-Security-Policy: {policy}\r\n"));
        Self { root, policy: policy.unwrap_or_default() }
    }
}

fn stated_policy(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("http-equiv=\"Content-Security-Policy\"")?;
    let (_, content) = rest.split_once("content=\"")?;
    Some(content.split_once('"')?.0)
}

fn answer(mut stream: &TcpStream, Site { root, policy }: &Site) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let head = read_head(stream)?;
    let Some(request) = Request::parse(&head) else {
        return if head.is_empty() { Ok(()) } else { say(stream, "400 Bad Request", "", true) };
    };
    let body = match request.method.as_str() {
        "GET" => true,
        "HEAD" => false,
        _ => return say(stream, "405 Method Not Allowed", "Allow: GET, HEAD\r\n", true),
    };
    let Some(mut path) = locate(root, &request.target) else {
        return say(stream, "404 Not Found", "", body);
    };
    if path.is_dir() {
        // Relative URLs of the page need the slash.
        if !request.target.ends_with('/') {
            let name = request.target.rsplit('/').next().unwrap_or_default();
            return say(stream, "301 Moved Permanently", &format!("Location: ./{name}/\r\n"), body);
        }
        path.push("index.html");
    }
    let Ok(mut file) = File::open(&path) else {
        return say(stream, "404 Not Found", "", body);
    };
    let size = file.metadata()?.len();
    let (status, first, length, range) = match Part::of(request.range.as_deref(), size) {
        Part::Whole => ("200 OK", 0, size, String::new()),
        Part::Range(first, last) => {
            ("206 Partial Content", first, last - first + 1, format!("Content-Range: bytes {first}-{last}/{size}\r\n"))
        }
        Part::Unsatisfiable => {
            return say(stream, "416 Range Not Satisfiable", &format!("Content-Range: bytes */{size}\r\n"), body);
        }
    };
    let media_type = media_type(&path);
    // no-cache: after a rebuild the next reload shows it.
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n{range}{policy}\
         Accept-Ranges: bytes\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n"
    )?;
    if body {
        file.seek(SeekFrom::Start(first))?;
        io::copy(&mut file.take(length), &mut stream)?;
    }
    Ok(())
}

fn read_head(stream: &TcpStream) -> io::Result<String> {
    let mut reader = BufReader::new(stream.take(HEAD_LIMIT));
    let mut head = String::new();
    while reader.read_line(&mut head)? > 0 {
        if head.ends_with("\r\n\r\n") {
            return Ok(head);
        }
    }
    Ok(head)
}

/// A response that is only a status, with its words as the body.
fn say(mut stream: &TcpStream, status: &str, headers: &str, body: bool) -> io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n{headers}Connection: close\r\n\r\n{}",
        status.len(),
        if body { status } else { "" }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that is served until the test process ends.
    struct Served {
        folder: PathBuf,
        address: String,
    }

    impl Served {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("layerglass-server-{name}-{}", std::process::id()));
            fs::create_dir_all(folder.join("sub")).unwrap();
            fs::write(folder.join("index.html"), "<p>").unwrap();
            fs::write(folder.join("sub/index.html"), "below").unwrap();
            fs::write(folder.join("a.wasm"), "0123456789").unwrap();
            let server = Server::bind(folder.clone(), Some(0)).unwrap();
            let address = server.listener.local_addr().unwrap().to_string();
            thread::spawn(|| server.run());
            Self { folder, address }
        }

        /// The answer's head and body.
        fn ask(&self, request: &str) -> (String, String) {
            let mut stream = TcpStream::connect(&self.address).unwrap();
            write!(stream, "{request}\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            let (head, body) = answer.split_once("\r\n\r\n").unwrap();
            (head.to_owned(), body.to_owned())
        }
    }

    impl Drop for Served {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.folder).unwrap();
        }
    }

    #[test]
    fn sends_the_policy_that_the_page_states() {
        let page = "<meta\n http-equiv=\"Content-Security-Policy\"\n content=\"default-src 'none'\" />";
        assert_eq!(stated_policy(page), Some("default-src 'none'"));
        assert_eq!(stated_policy("<p>"), None);
        let folder = std::env::temp_dir().join(format!("layerglass-policy-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.html"), page).unwrap();
        let site = Site::new(folder.clone());
        assert_eq!(site.policy, "Content-Security-Policy: default-src 'none'\r\n");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn sends_files_whole_and_in_part() {
        let served = Served::new("files");
        let (head, body) = served.ask("GET /a.wasm HTTP/1.1");
        assert!(head.starts_with("HTTP/1.1 200 OK") && head.contains("Content-Type: application/wasm"), "{head}");
        assert_eq!(body, "0123456789");

        let (head, body) = served.ask("GET /a.wasm HTTP/1.1\r\nRange: bytes=2-4");
        assert!(head.starts_with("HTTP/1.1 206 ") && head.contains("Content-Range: bytes 2-4/10"), "{head}");
        assert!(head.contains("Content-Length: 3"), "{head}");
        assert_eq!(body, "234");

        let (head, _) = served.ask("GET /a.wasm HTTP/1.1\r\nRange: bytes=10-");
        assert!(head.starts_with("HTTP/1.1 416 ") && head.contains("Content-Range: bytes */10"), "{head}");

        let (head, body) = served.ask("HEAD /a.wasm HTTP/1.1");
        assert!(head.starts_with("HTTP/1.1 200 ") && head.contains("Content-Length: 10"), "{head}");
        assert_eq!(body, "");
    }

    #[test]
    fn shows_a_folders_page() {
        let served = Served::new("folders");
        assert_eq!(served.ask("GET / HTTP/1.1").1, "<p>");
        assert_eq!(served.ask("GET /sub/?q=1 HTTP/1.1").1, "below");
        let (head, _) = served.ask("GET /sub HTTP/1.1");
        assert!(head.starts_with("HTTP/1.1 301 ") && head.contains("Location: ./sub/"), "{head}");
    }

    #[test]
    fn refuses_the_rest() {
        let served = Served::new("refusals");
        assert!(served.ask("GET /../secret HTTP/1.1").0.starts_with("HTTP/1.1 404 "));
        assert!(served.ask("GET /absent HTTP/1.1").0.starts_with("HTTP/1.1 404 "));
        assert!(served.ask("POST / HTTP/1.1").0.starts_with("HTTP/1.1 405 "));
        assert!(served.ask("hello").0.starts_with("HTTP/1.1 400 "));
    }

    #[test]
    fn a_taken_port_is_said_or_passed_over() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let failure = Server::bind(PathBuf::new(), Some(port)).err().unwrap().to_string();
        assert!(
            failure.contains(&format!("cannot listen on port {port}")) && failure.contains("--port 0"),
            "{failure}"
        );

        let first = Server::bind(PathBuf::new(), None).unwrap();
        let second = Server::bind(PathBuf::new(), None).unwrap();
        assert_ne!(first.url().unwrap(), second.url().unwrap());
    }
}
