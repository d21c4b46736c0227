//! The sockets: which addresses are listened to, and how much anybody may ask of us.
//!
//! Only the loopback is listened to. All connections live on one thread, and none of them ever waits
//! for another: each reads and writes as its client does. A client gets so much time for the head of
//! a request and so many bytes; where there are too many clients the oldest gives way, so that a
//! crowd of idle ones cannot keep a new one out. A page that gives way connects again by itself.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener as StdListener};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime;
use tokio::task::AbortHandle;

use super::Pages;
use super::answer::answer;

/// The most connections at a time.
pub(crate) const CONNECTIONS_MAX: usize = 128;
/// The most bytes of the head of a request.
pub(crate) const HEAD_BYTES_MAX: usize = 16 * 1024;
/// The most headers of a request.
pub(crate) const HEADERS_MAX: usize = 64;
/// How long the head of a request may take, and how long a connection may be idle.
pub(crate) const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long nothing is accepted after the system refused to.
const BREATH: Duration = Duration::from_millis(100);

/// Sockets that are bound and not served yet.
#[derive(Debug)]
pub(crate) struct Listening {
    /// The port, of either address.
    pub(crate) port: u16,
    first: StdListener,
    /// The same port of the loopback of IPv6, where there is one that is free.
    second: Option<StdListener>,
}

/// Why serving ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Somebody asked for it.
    Asked,
    /// The checker stopped, which it never does by itself.
    Abandoned,
}

/// Binds a port of the loopback; 0 takes any that is free.
///
/// # Errors
///
/// Why the system refused.
pub(crate) fn listen(port: u16) -> io::Result<Listening> {
    let first = StdListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let port = first.local_addr()?.port();
    let second = StdListener::bind((Ipv6Addr::LOCALHOST, port)).ok();
    for listener in [Some(&first), second.as_ref()].into_iter().flatten() {
        listener.set_nonblocking(true)?;
    }
    Ok(Listening { port, first, second })
}

/// Serves the latest page until somebody asks for the end.
///
/// # Errors
///
/// Why the system does not let us serve.
pub(crate) fn serve(listening: Listening, pages: Pages) -> io::Result<Ended> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let first = TcpListener::from_std(listening.first)?;
        let second = listening.second.map(TcpListener::from_std).transpose()?;
        let mut checker = pages.clone();
        tokio::select! {
            asked = asked_to_end() => asked.map(|()| Ended::Asked),
            // Only a checker that is gone ends this.
            _ = checker.wait_for(|_| false) => Ok(Ended::Abandoned),
            never = accept(&first, second.as_ref(), listening.port, &pages) => match never {},
        }
    })
}

/// Waits for Ctrl-C, or for what a service manager sends.
async fn asked_to_end() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Takes connections for ever.
async fn accept(
    first: &TcpListener,
    second: Option<&TcpListener>,
    port: u16,
    pages: &Pages,
) -> Infallible {
    let mut open: VecDeque<AbortHandle> = VecDeque::new();
    loop {
        let accepted = tokio::select! {
            it = first.accept() => it,
            it = accept_on(second) => it,
        };
        let Ok((stream, _)) = accepted else {
            // Out of file handles, most likely: some will come back.
            tokio::time::sleep(BREATH).await;
            continue;
        };
        open.retain(|connection| !connection.is_finished());
        if open.len() >= CONNECTIONS_MAX {
            open.pop_front().inspect(AbortHandle::abort);
        }
        open.push_back(tokio::spawn(connection(stream, port, pages.clone())).abort_handle());
    }
}

/// Takes a connection, where there is somewhere to take it from.
async fn accept_on(
    listener: Option<&TcpListener>,
) -> io::Result<(TcpStream, std::net::SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}

async fn connection(stream: TcpStream, port: u16, pages: Pages) {
    let service = service_fn(|request| {
        let pages = pages.clone();
        async move { Ok::<_, Infallible>(answer(&request, port, pages).await) }
    });
    // A client that breaks off, dawdles or talks nonsense is no news for anybody.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEADERS_MAX)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
