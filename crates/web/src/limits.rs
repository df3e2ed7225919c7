//! How often one address may ask: little for signing in, much for everything else.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Method, Request, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use office::OfficeError;

use crate::signed::address;
use crate::{App, Options, WebError};

/// How often one address may ask; `None`: as often as it likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Tries to sign in.
    pub sign_in: Option<Rate>,
    /// Requests of any kind.
    pub any: Option<Rate>,
}

/// So many at once, and then one after each period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many at once.
    pub at_once: NonZeroU32,
    /// After what time there may be one more.
    pub period: Duration,
}

/// What counts the requests.
#[derive(Clone)]
pub(crate) struct Gate {
    options: Arc<Options>,
    sign_in: Option<Arc<DefaultKeyedRateLimiter<IpAddr>>>,
    any: Option<Arc<DefaultKeyedRateLimiter<IpAddr>>>,
}

/// Where passwords and codes are tried.
const DOORS: [&str; 9] = [
    "/signin",
    "/signin/code",
    "/first-start",
    "/account/password",
    "/account/second-factor/on",
    "/account/second-factor/off",
    "/api/v1/me/password",
    "/api/v1/me/second-factor/on",
    "/api/v1/me/second-factor/off",
];
/// After how many addresses those that have rested are forgotten.
const MANY: usize = 10_000;

impl Default for Limits {
    /// A department behind one address signs in on a Monday morning; nobody guesses passwords.
    fn default() -> Limits {
        Limits {
            sign_in: rate(30, Duration::from_secs(2)),
            any: rate(600, Duration::from_millis(10)),
        }
    }
}

impl Limits {
    /// As often as anybody likes: for tests and benches.
    pub fn off() -> Limits {
        Limits { sign_in: None, any: None }
    }
}

impl Gate {
    pub(crate) fn new(app: &App) -> Gate {
        let limiter = |rate: Rate| {
            let quota = Quota::with_period(rate.period)?.allow_burst(rate.at_once);
            Some(Arc::new(RateLimiter::keyed(quota)))
        };
        let limits = app.options.limits;
        Gate {
            options: app.options.clone(),
            sign_in: limits.sign_in.and_then(limiter),
            any: limits.any.and_then(limiter),
        }
    }

    /// How long to wait, if it was too often.
    fn wait(&self, request: &Request<Body>) -> Option<Duration> {
        let from = address(request.headers(), request.extensions(), &self.options)?;
        let is_door = request.method() == Method::POST && DOORS.contains(&request.uri().path());
        let door = self.sign_in.as_ref().filter(|_| is_door);
        [door, self.any.as_ref()].into_iter().flatten().find_map(|limiter| {
            if limiter.len() > MANY {
                limiter.retain_recent();
            }
            let refused = limiter.check_key(&net(from)).err()?;
            Some(refused.wait_time_from(DefaultClock::default().now()))
        })
    }
}

/// Lets a request pass, unless there were too many.
pub(crate) async fn pass(State(gate): State<Gate>, request: Request<Body>, next: Next) -> Response {
    let Some(wait) = gate.wait(&request) else { return next.run(request).await };
    let seconds = wait.as_secs() + 1;
    let said = format!("这个地址的请求过于频繁，请过{seconds}秒再试");
    let mut response = WebError::from(OfficeError::Limited(said)).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// An address, or the net of 64 bits that a subscriber has of the longer kind.
fn net(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(long) => IpAddr::V6(Ipv6Addr::from_bits(long.to_bits() >> 64 << 64)),
    }
}

fn rate(at_once: u32, period: Duration) -> Option<Rate> {
    NonZeroU32::new(at_once).map(|at_once| Rate { at_once, period })
}
