//! Every way to reach someone: what kind it is, a link where it is safe, a copy at one press.

use coordo_client::view::directory::{CardOfActorView, ReachKind, ReachView};
use coordo_i18n::InDirectory;
use leptos::prelude::{AnyView, IntoAny};

use super::record::part;
use super::state::Directory;
use super::{copy, words};
use crate::kit::el::{El, el};
use crate::kit::icon::{Icon, icon};

pub(super) fn reach(directory: Directory, card: &CardOfActorView) -> Option<El> {
    let mut rows: Vec<El> = Vec::new();
    let mut done: Vec<(ReachKind, Option<&str>)> = Vec::new();
    for way in &card.reach {
        let same = (way.kind, way.usage.as_deref());
        if !way.is_contested {
            rows.push(row(directory, way));
        } else if !done.contains(&same) {
            done.push(same);
            rows.push(contested(directory, card, way));
        }
    }
    let addresses = card.address.iter().map(|text| address(directory, &text.0));
    rows.extend(addresses);
    let content = if rows.is_empty() {
        el("p")
            .class("di-w")
            .child(directory.say(&InDirectory::NoReach))
    } else {
        el("ul").class("di-reach").child(rows)
    };
    Some(part(
        directory,
        &InDirectory::ReachTitle,
        vec![content.into_any()],
    ))
}

fn row(directory: Directory, way: &ReachView) -> El {
    el("li")
        .attr("part", "reach")
        .child((icon(words::reach_icon(way.kind)), told(directory, way)))
        .child(copy::button(directory, way.value.0.clone()))
}

fn address(directory: Directory, text: &str) -> El {
    let title = directory.say(&InDirectory::AddressTitle);
    el("li").attr("part", "reach").child((
        icon(Icon::Pin),
        el("span").class("di-way").child((
            el("span").class("sr").child((title, " ")),
            el("span").class("di-v").child(text.to_owned()),
        )),
        copy::button(directory, text.to_owned()),
    ))
}

/// What several sources say of the same thing, side by side: nobody here knows which is right.
fn contested(directory: Directory, card: &CardOfActorView, first: &ReachView) -> El {
    let word = words::reach(first.kind);
    let ways = card.reach.iter();
    let ways =
        ways.filter(|way| way.is_contested && way.kind == first.kind && way.usage == first.usage);
    let sides: Vec<El> = ways
        .map(|way| {
            el("div").class("di-side-by").child((
                told(directory, way),
                copy::button(directory, way.value.0.clone()),
            ))
        })
        .collect();
    el("li").class("di-contested").attr("part", "reach").child((
        el("p").class("di-fact is-care").child((
            icon(Icon::Caution),
            directory.say(&InDirectory::ContestedOf(word)),
        )),
        el("div").class("di-sides").child(sides),
    ))
}

/// The value, and beside it what kind it is, of which place, by whom.
fn told(directory: Directory, way: &ReachView) -> El {
    let value = el("span").class("di-v").child(value(directory, way));
    let kind = match way.kind {
        ReachKind::MsSante => {
            let word = directory.say(&InDirectory::Reach(words::reach(way.kind)));
            let meaning = directory.say(&InDirectory::MsSanteMeaning);
            format!("{word}, {meaning}")
        }
        ReachKind::Phone
        | ReachKind::Mobile
        | ReachKind::Email
        | ReachKind::Fax
        | ReachKind::Web
        | ReachKind::Other => directory.say(&InDirectory::Reach(words::reach(way.kind))),
    };
    // A mobile telephone is said to be one already.
    let usage = way.usage.as_deref();
    let usage = usage.filter(|code| way.kind != ReachKind::Mobile || *code != "mobile");
    let usage = usage.map(|code| directory.say(&InDirectory::Usage(code)));
    let of = way.of.as_ref().map(|of| of.0.clone());
    let source = way.source.as_ref();
    let source = source.map(|name| directory.say(&InDirectory::BySource(&name.0)));
    let beside = [Some(kind), usage, of, source].into_iter().flatten();
    let beside: Vec<String> = beside.collect();
    el("span")
        .class("di-way")
        .child((value, " ", el("small").child(beside.join(", "))))
}

/// A link only where the value looks like one: what else stands there is text.
fn value(directory: Directory, way: &ReachView) -> AnyView {
    let text = way.value.0.clone();
    let href = match way.kind {
        ReachKind::Phone | ReachKind::Mobile => telephone(&text),
        ReachKind::Email => mail(&text),
        ReachKind::Web => web(&text),
        // Secure messages are not written from an ordinary mailbox, nor faxes from a page.
        ReachKind::MsSante | ReachKind::Fax | ReachKind::Other => None,
    };
    let Some(href) = href else {
        return text.into_any();
    };
    let link = el("a").attr("href", href).child(text);
    if way.kind == ReachKind::Web {
        let tab = directory.say(&InDirectory::NewTab);
        return link
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer")
            .child(el("span").class("sr").child((" ", tab)))
            .into_any();
    }
    link.into_any()
}

/// `tel:` with digits alone, for a number that has nothing but them and what separates them.
fn telephone(text: &str) -> Option<String> {
    let mut href = "tel:".to_owned();
    for (at, c) in text.trim().chars().enumerate() {
        match c {
            '0'..='9' => href.push(c),
            '+' if at == 0 => href.push(c),
            ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '(' | ')' | '/' => {}
            _ => return None,
        }
    }
    let digits = href.bytes().filter(u8::is_ascii_digit).count();
    (3..=15).contains(&digits).then_some(href)
}

/// `mailto:` for a plain address: no header can be added to a message by what is written there.
fn mail(text: &str) -> Option<String> {
    let text = text.trim();
    let (local, domain) = text.split_once('@')?;
    let is_local = |c: char| c.is_ascii_alphanumeric() || "._+-'".contains(c);
    let is_domain = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let is_plain = !local.is_empty()
        && local.chars().all(is_local)
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && domain.chars().all(is_domain);
    is_plain.then(|| format!("mailto:{text}"))
}

/// An address of the web as written: only `http` and `https`, and nothing that ends it early.
fn web(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"\\".contains(c);
    (is_web && !rest.is_empty() && rest.chars().all(is_plain)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_becomes_a_link_of_its_digits() {
        assert_eq!(
            telephone("05 36 49 02 03").as_deref(),
            Some("tel:0536490203")
        );
        assert_eq!(
            telephone("+33 (5) 36.49-02\u{a0}03").as_deref(),
            Some("tel:+33536490203")
        );
        assert_eq!(telephone("15"), None, "too short to be sure");
        assert_eq!(telephone("116 117 poste 4"), None);
        assert_eq!(telephone("05*36;phone-context=x"), None);
        assert_eq!(telephone("1234567890123456"), None);
    }

    #[test]
    fn an_address_becomes_a_link_and_cannot_add_headers() {
        assert_eq!(
            mail("n.benhaddou@cabinet.example").as_deref(),
            Some("mailto:n.benhaddou@cabinet.example")
        );
        for odd in [
            "a@b.example?bcc=c@d.example",
            "a@b.example,c@d.example",
            "a%0A@b.example",
            "a@b",
            "@b.example",
            "à voir",
        ] {
            assert_eq!(mail(odd), None, "{odd}");
        }
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert_eq!(
            web("HTTPS://cabinet.example/a?b=c").as_deref(),
            Some("HTTPS://cabinet.example/a?b=c")
        );
        for odd in [
            "javascript:alert(1)",
            "javascript://x%0Aalert(1)",
            "data:text/html,x",
            "cabinet.example",
            "https://",
            "https://a b",
            "//cabinet.example",
        ] {
            assert_eq!(web(odd), None, "{odd}");
        }
    }
}
