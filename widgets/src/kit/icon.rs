//! Icons: 16 px grid, 1.5 px stroke, the colour of the text beside them.
//!
//! An icon stands beside a word, or in a control that has a name, so it is always
//! hidden from assistive technology.

use super::el::{El, svg};

/// One icon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Icon {
    Alert,
    Calendar,
    Caution,
    Clock,
    #[default]
    Cloud,
    Eye,
    Help,
    Info,
    List,
    Loop,
    More,
    Offline,
    Send,
    Undo,
    Unlink,
    Plus,
    Person,
    Link,
    Lanes,
    Fold,
    Filter,
    Edit,
    Close,
    Mail,
    Phone,
    Pin,
    Search,
    Secure,
    Table,
    Left,
    Right,
    Down,
    Minus,
    Fit,
    Both,
    Accepted,
    Cancelled,
    Draft,
    Erroneous,
    Failed,
    OnHold,
    InProgress,
    Completed,
    Ready,
    Received,
    Rejected,
    Requested,
}

/// A part of an icon.
enum Shape {
    /// A stroked path.
    Line(&'static str),
    /// A stroked path with a dash pattern.
    Dashed(&'static str, &'static str),
    /// A filled path.
    Solid(&'static str),
    /// A filled disc: centre and radius.
    Dot(&'static str, &'static str, &'static str),
    /// A stroke in the colour of the ground, over a filled shape.
    Cut(&'static str),
}

use Shape::{Cut, Dashed, Dot, Line, Solid};

/// The circle that most status glyphs are drawn in.
const RING: Shape = Line("M13.6 8A5.6 5.6 0 1 1 2.4 8a5.6 5.6 0 0 1 11.2 0z");
const DISC: Shape = Solid("M14.3 8A6.3 6.3 0 1 1 1.7 8a6.3 6.3 0 0 1 12.6 0z");

impl Icon {
    const ALL: [Self; 47] = [
        Self::Alert,
        Self::Calendar,
        Self::Caution,
        Self::Clock,
        Self::Cloud,
        Self::Eye,
        Self::Help,
        Self::Info,
        Self::List,
        Self::Loop,
        Self::More,
        Self::Offline,
        Self::Send,
        Self::Undo,
        Self::Unlink,
        Self::Plus,
        Self::Person,
        Self::Link,
        Self::Lanes,
        Self::Fold,
        Self::Filter,
        Self::Edit,
        Self::Close,
        Self::Mail,
        Self::Phone,
        Self::Pin,
        Self::Search,
        Self::Secure,
        Self::Table,
        Self::Left,
        Self::Right,
        Self::Down,
        Self::Minus,
        Self::Fit,
        Self::Both,
        Self::Accepted,
        Self::Cancelled,
        Self::Draft,
        Self::Erroneous,
        Self::Failed,
        Self::OnHold,
        Self::InProgress,
        Self::Completed,
        Self::Ready,
        Self::Received,
        Self::Rejected,
        Self::Requested,
    ];

    /// Where the sprite holds it.
    fn href(self) -> &'static str {
        match self {
            Self::Alert => "#i-alert",
            Self::Calendar => "#i-calendar",
            Self::Caution => "#i-caution",
            Self::Clock => "#i-clock",
            Self::Cloud => "#i-cloud",
            Self::Eye => "#i-eye",
            Self::Help => "#i-help",
            Self::Info => "#i-info",
            Self::List => "#i-list",
            Self::Loop => "#i-loop",
            Self::More => "#i-more",
            Self::Offline => "#i-offline",
            Self::Send => "#i-send",
            Self::Undo => "#i-undo",
            Self::Unlink => "#i-unlink",
            Self::Plus => "#i-plus",
            Self::Person => "#i-person",
            Self::Link => "#i-link",
            Self::Lanes => "#i-lanes",
            Self::Fold => "#i-fold",
            Self::Filter => "#i-filter",
            Self::Edit => "#i-edit",
            Self::Close => "#i-close",
            Self::Mail => "#i-mail",
            Self::Phone => "#i-phone",
            Self::Pin => "#i-pin",
            Self::Search => "#i-search",
            Self::Secure => "#i-secure",
            Self::Table => "#i-table",
            Self::Left => "#i-left",
            Self::Right => "#i-right",
            Self::Down => "#i-down",
            Self::Minus => "#i-minus",
            Self::Fit => "#i-fit",
            Self::Both => "#i-both",
            Self::Accepted => "#i-accepted",
            Self::Cancelled => "#i-cancelled",
            Self::Draft => "#i-draft",
            Self::Erroneous => "#i-erroneous",
            Self::Failed => "#i-failed",
            Self::OnHold => "#i-on-hold",
            Self::InProgress => "#i-in-progress",
            Self::Completed => "#i-completed",
            Self::Ready => "#i-ready",
            Self::Received => "#i-received",
            Self::Rejected => "#i-rejected",
            Self::Requested => "#i-requested",
        }
    }

    fn shapes(self) -> &'static [Shape] {
        match self {
            Self::Alert => &[
                Solid("M5.4 1.6h5.2l3.8 3.8v5.2l-3.8 3.8H5.4l-3.8-3.8V5.4z"),
                Cut("M8 4.6v4M8 11.2v.01"),
            ],
            Self::Calendar => &[Line(
                "M2.8 3.8h10.4v9.4H2.8zM2.8 6.7h10.4M5.5 2.3v2.4M10.5 2.3v2.4",
            )],
            Self::Caution => &[
                Line("M8 2.2 14.6 13.5H1.4zM8 6.4v3.1"),
                Dot("8", "11.6", ".9"),
            ],
            Self::Clock => &[Line(
                "M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0zM8 4.8V8l2.2 1.6",
            )],
            Self::Cloud => &[Line(
                "M4.9 12a2.8 2.8 0 0 1-.2-5.6 3.9 3.9 0 0 1 7.5.7 2.5 2.5 0 0 1-.4 4.9z",
            )],
            Self::Eye => &[
                Line("M1.8 8s2.2-4 6.2-4 6.2 4 6.2 4-2.2 4-6.2 4-6.2-4-6.2-4z"),
                Line("M9.7 8a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 0 1 3.4 0z"),
            ],
            Self::Help => &[
                Line("M5.7 5.9a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.2.8-1.2 1.6"),
                Dot("8", "12.2", "1"),
            ],
            Self::Info => &[
                Line(
                    "M4.4 2.2h7.2a2.2 2.2 0 0 1 2.2 2.2v7.2a2.2 2.2 0 0 1-2.2 2.2H4.4a2.2 2.2 0 0 1-2.2-2.2V4.4a2.2 2.2 0 0 1 2.2-2.2zM8 7.6v3.6",
                ),
                Dot("8", "5", "1"),
            ],
            Self::List => &[Line("M2.5 4h6M5 8h6.5M9 12h4.5")],
            Self::Loop => &[Line(
                "M3 7.5a5 5 0 0 1 8.6-2.7L13 6.2M13 3v3.2H9.8M13 8.5a5 5 0 0 1-8.6 2.7L3 9.8M3 13V9.8h3.2",
            )],
            Self::More => &[
                Dot("3.5", "8", "1.35"),
                Dot("8", "8", "1.35"),
                Dot("12.5", "8", "1.35"),
            ],
            Self::Offline => &[Line(
                "M4.6 6.2A2.8 2.8 0 0 0 4.9 12h6.3M13 11.1a2.5 2.5 0 0 0-1.4-4.5 3.9 3.9 0 0 0-5-2.4M2.8 2.8l10.4 10.4",
            )],
            Self::Send => &[Line("M8 13.2V3M4.5 6.3 8 2.8l3.5 3.5")],
            Self::Undo => &[Line(
                "M5.5 3 2.8 5.7l2.7 2.8M3 5.7h6.3a3.6 3.6 0 0 1 0 7.3H6",
            )],
            Self::Edit => &[Line(
                "M3 13l.6-2.7 7-7a1.5 1.5 0 0 1 2.1 2.1l-7 7zM9.4 4.5l2.1 2.1",
            )],
            Self::Filter => &[Line("M2.5 4h11M4.5 8h7M6.7 12h2.6")],
            Self::Fold => &[Line("M3.8 6.2 8 10.3l4.2-4.1")],
            Self::Lanes => &[Line("M2.5 3.5h11v3h-11zM2.5 9.5h11v3h-11z")],
            Self::Link => &[Line(
                "M6.8 9.2a2.4 2.4 0 0 0 3.4 0l2.2-2.2A2.4 2.4 0 0 0 9 3.6l-.7.7M9.2 6.8a2.4 2.4 0 0 0-3.4 0L3.6 9A2.4 2.4 0 0 0 7 12.4l.7-.7",
            )],
            Self::Person => &[Line(
                "M10.6 5.2a2.6 2.6 0 1 1-5.2 0 2.6 2.6 0 0 1 5.2 0zM3.2 13.2c.4-2.6 2.3-4 4.8-4s4.4 1.4 4.8 4",
            )],
            Self::Plus => &[Line("M8 3.5v9M3.5 8h9")],
            Self::Unlink => &[Line(
                "m9.5 9.9.7-.7M12.4 7A2.4 2.4 0 0 0 9 3.6l-.7.7M3.6 9A2.4 2.4 0 0 0 7 12.4l.7-.7M5.8 6.8l.4-.4M3 3l10 10",
            )],
            Self::Close => &[Line("m4 4 8 8M12 4l-8 8")],
            Self::Mail => &[Line("M2.5 4h11v8.2h-11zM2.7 4.3 8 8.7l5.3-4.4")],
            Self::Phone => &[Line(
                "M3.2 2.8h2.4l1.1 3-1.5 1.1a8 8 0 0 0 3.9 3.9l1.1-1.5 3 1.1v2.4c0 .4-.4.8-.9.7A10.9 10.9 0 0 1 2.5 3.7c0-.5.3-.9.7-.9z",
            )],
            Self::Pin => &[Line(
                "M8 14s4.4-4.1 4.4-7.4a4.4 4.4 0 0 0-8.8 0C3.6 9.9 8 14 8 14zM9.4 6.5a1.4 1.4 0 1 1-2.8 0 1.4 1.4 0 0 1 2.8 0z",
            )],
            Self::Search => &[Line(
                "M11.25 7a4.25 4.25 0 1 1-8.5 0 4.25 4.25 0 0 1 8.5 0zM10.3 10.3l3.2 3.2",
            )],
            Self::Secure => &[Line(
                "M13.5 6.5V4h-11v8.2H7M2.7 4.3 8 8.7l3-2.5M9.5 10.7h4v2.8h-4zM10.3 10.7V9.9a1.2 1.2 0 0 1 2.4 0v.8",
            )],
            Self::Table => &[Line("M2.5 3.5h11v9h-11zM2.5 6.6h11M6.4 6.6v5.9")],
            Self::Left => &[Line("M9.8 3.8 5.7 8l4.1 4.2")],
            Self::Right => &[Line("M6.2 3.8 10.3 8l-4.1 4.2")],
            Self::Down => &[Line("M3.8 6.2 8 10.3l4.2-4.1")],
            Self::Minus => &[Line("M3.5 8h9")],
            Self::Both => &[Line(
                "M2.5 5.2h9.6M9.6 2.7l2.6 2.5-2.6 2.5M13.5 10.8H3.9M6.4 8.3l-2.6 2.5 2.6 2.5",
            )],
            Self::Fit => &[Line(
                "M2.5 4v8M13.5 4v8M5 8h6M6.5 6 4.8 8l1.7 2M9.5 6l1.7 2-1.7 2",
            )],
            Self::Accepted => &[RING, Solid("M2.6 8h10.8A5.4 5.4 0 0 1 2.6 8z")],
            Self::Cancelled => &[RING, Line("M5.3 8h5.4")],
            Self::Draft => &[Dashed(
                "M13.4 8A5.4 5.4 0 1 1 2.6 8a5.4 5.4 0 0 1 10.8 0z",
                "1.7 1.69",
            )],
            Self::Erroneous => &[
                Dashed("M2.6 2.6h10.8v10.8H2.6z", "2.4 1.9"),
                Line("M10.8 5.2 5.2 10.8"),
            ],
            Self::Failed => &[
                Line("M8 1.9 14.1 8 8 14.1 1.9 8z"),
                Line("m6.3 6.3 3.4 3.4M9.7 6.3 6.3 9.7"),
            ],
            Self::OnHold => &[RING, Line("M6.4 6v4M9.6 6v4")],
            Self::InProgress => &[RING, Solid("M6.3 5 11 8l-4.7 3z")],
            Self::Completed => &[DISC, Cut("m5.2 8.3 2 2 3.7-4.2")],
            Self::Ready => &[RING, Line("M6.6 5.6 10.4 8l-3.8 2.4z")],
            Self::Received => &[RING, Dot("8", "8", "2")],
            Self::Rejected => &[RING, Line("m6 6 4 4M10 6l-4 4")],
            Self::Requested => &[RING, Line("M5.3 8h5M8.4 5.9 10.5 8l-2.1 2.1")],
        }
    }
}

/// All icons, once for each widget: what stands in its text only points here.
pub(crate) fn sprite() -> El {
    let symbols: Vec<El> = Icon::ALL
        .into_iter()
        .map(|icon| {
            let parts: Vec<El> = icon.shapes().iter().map(draw).collect();
            svg("symbol")
                .attr("id", icon.href().trim_start_matches('#'))
                .attr("viewBox", "0 0 16 16")
                .child(parts)
        })
        .collect();
    svg("svg")
        .class("co-sprite")
        .attr("aria-hidden", "true")
        .child(symbols)
}

/// Draws an icon.
pub(crate) fn icon(icon: Icon) -> El {
    svg("svg")
        .class("i")
        .attr("aria-hidden", "true")
        .child(svg("use").attr("href", icon.href()))
}

fn draw(shape: &Shape) -> El {
    match *shape {
        Line(d) => stroke(d, "currentColor", "1.5", None),
        Dashed(d, dashes) => stroke(d, "currentColor", "1.6", Some(dashes)),
        Cut(d) => stroke(d, "var(--_surface-raised)", "1.8", None),
        Solid(d) => svg("path").attr("d", d).attr("fill", "currentColor"),
        Dot(x, y, r) => svg("circle")
            .attr("cx", x)
            .attr("cy", y)
            .attr("r", r)
            .attr("fill", "currentColor"),
    }
}

fn stroke(
    d: &'static str,
    colour: &'static str,
    width: &'static str,
    dashes: Option<&'static str>,
) -> El {
    svg("path")
        .attr("d", d)
        .attr("fill", "none")
        .attr("stroke", colour)
        .attr("stroke-width", width)
        .attr("stroke-linecap", "round")
        .attr("stroke-linejoin", "round")
        .attr("stroke-dasharray", dashes)
}
