//! One request, one answer: which paths there are and what each gives.
//!
//! | path | gives |
//! | --- | --- |
//! | `/` | the latest page; before the first check is done the answer waits for it |
//! | `/live.js` | the script that puts a newer page in place |
//! | `/events` | server-sent events: the version of each new page |
//!
//! Everything is read-only. Every answer says that it is not to be kept, framed or guessed at, and
//! that its page may ask only this server for anything.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::Either;
use http_body_util::Full;
use hyper::body::{Body, Bytes, Frame};
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use outlast_render::html::SCRIPT_PATH;

use super::gate::may_enter;
use super::{Latest, Pages};

/// What an answer carries: a text, or events without end.
pub(crate) type Content = Either<Full<Bytes>, Events>;

/// How often a listener is told that we are still here; who has gone is noticed by it.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How many milliseconds a listener waits before it connects again.
const RETRY_MS: u32 = 500;

/// What an answer other than the page may ask for.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; \
                       frame-ancestors 'none'";
const SCRIPT: &str = include_str!("live.js");

/// Answers one request to this port.
pub(crate) async fn answer<B>(request: &Request<B>, port: u16, pages: Pages) -> Response<Content> {
    let mut response = route(request, port, pages).await;
    secure(response.headers_mut());
    response
}

async fn route<B>(request: &Request<B>, port: u16, mut pages: Pages) -> Response<Content> {
    if !may_enter(request.uri(), request.headers(), port) {
        let why = "this page is for the browser of this machine, by the address that was printed\n";
        return text(StatusCode::FORBIDDEN, "text/plain", why);
    }
    let bare = request.method() == Method::HEAD;
    if !bare && request.method() != Method::GET {
        let mut response =
            text(StatusCode::METHOD_NOT_ALLOWED, "text/plain", "nothing can be changed here\n");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    match request.uri().path() {
        "/" => match latest(&mut pages).await {
            Some(page) => {
                let mut response = text(StatusCode::OK, "text/html", page.html.clone());
                let policy = page.policy.clone().map(|policy| (CONTENT_SECURITY_POLICY, policy));
                response.headers_mut().extend(policy);
                response
            }
            None => text(StatusCode::SERVICE_UNAVAILABLE, "text/plain", "outlast has ended\n"),
        },
        SCRIPT_PATH => text(StatusCode::OK, "text/javascript", SCRIPT),
        "/events" if bare => text(StatusCode::OK, "text/event-stream", ""),
        "/events" => {
            let mut response = Response::new(Either::Right(Events::new(pages)));
            let kind = HeaderValue::from_static("text/event-stream");
            response.headers_mut().insert(CONTENT_TYPE, kind);
            response
        }
        _ => text(StatusCode::NOT_FOUND, "text/plain", "there is nothing here; the page is at /\n"),
    }
}

/// The latest page, as soon as there is one; nothing when there will be none any more.
async fn latest(pages: &mut Pages) -> Latest {
    let page = pages.wait_for(Option::is_some).await.ok()?;
    page.clone()
}

fn text(status: StatusCode, kind: &'static str, text: impl Into<Bytes>) -> Response<Content> {
    let mut response = Response::new(Either::Left(Full::new(text.into())));
    *response.status_mut() = status;
    let kind = HeaderValue::try_from(format!("{kind}; charset=utf-8"));
    response.headers_mut().extend(kind.ok().map(|kind| (CONTENT_TYPE, kind)));
    response
}

fn secure(headers: &mut HeaderMap) {
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING));
    }
    let same_origin = "same-origin";
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), same_origin),
        (HeaderName::from_static("cross-origin-opener-policy"), same_origin),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

type Next = Pin<Box<dyn Future<Output = Option<(Pages, Bytes)>> + Send>>;

/// The version of the latest page and of each that follows it. A listener that is slow misses those
/// between, never the last.
pub(crate) struct Events {
    next: Next,
}

impl Events {
    fn new(mut pages: Pages) -> Self {
        // The first look is news.
        pages.mark_changed();
        let start = async move { Some((pages, Bytes::from(format!("retry: {RETRY_MS}\n\n")))) };
        Self { next: Box::pin(start) }
    }
}

/// The next event, or a sign that we are still here.
async fn next(mut pages: Pages) -> Option<(Pages, Bytes)> {
    loop {
        match tokio::time::timeout(HEARTBEAT, pages.changed()).await {
            Err(_) => return Some((pages, Bytes::from_static(b": still here\n\n"))),
            Ok(Err(_)) => return None,
            Ok(Ok(())) => {
                let version = pages.borrow_and_update().as_ref().map(|page| page.version.clone());
                if let Some(version) = version {
                    return Some((pages, Bytes::from(format!("data: {version}\n\n"))));
                }
            }
        }
    }
}

impl Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.next.as_mut().poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Ready(Some((pages, event))) => {
                self.next = Box::pin(next(pages));
                Poll::Ready(Some(Ok(Frame::data(event))))
            }
        }
    }
}
