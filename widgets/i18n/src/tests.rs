//! Every sentence in both languages: none empty, and French typography everywhere.

use coordo_core::activity::ActivityStatus;
use coordo_core::board::Column;
use coordo_core::task::Priority;
use coordo_core::{ChangeKind, Field, NoticeCode, Refusal, TaskStatus, Wanted};

use super::*;

fn wanted(kind: ChangeKind) -> Wanted {
    Wanted {
        kind,
        status: (kind == ChangeKind::Status).then_some(TaskStatus::OnHold),
        fields: vec![Field::Title, Field::Window],
    }
}

/// One of each message, with arguments that have no punctuation of their own.
fn every_message(see: &mut dyn FnMut(Message<'_>)) {
    use Message as M;
    let status = &TaskStatus::OnHold;
    let (title, time, name) = ("Prise de sang", "10:29", "clinique");
    for message in [
        M::Tasks,
        M::Toolbar,
        M::Undo,
        M::UndoOf {
            title,
            kind: ChangeKind::Status,
            back_to: Some(status),
        },
        M::Help,
        M::ReadOnly,
        M::Sandbox,
        M::SandboxMeaning,
        M::Loading,
        M::UpToDate { time },
        M::Since { time },
        M::LoadingSome {
            done: 412,
            total: Some(1180),
        },
        M::LoadingSome {
            done: 412,
            total: None,
        },
        M::OfflineSuffix,
        M::OfflineChip,
        M::SyncNow,
        M::ReadOnlyLine,
        M::Columns,
        M::OfflineLine {
            since: Some(time),
            seen: Some(time),
        },
        M::OfflineLine {
            since: None,
            seen: None,
        },
        M::DropGives { status },
        M::DropRefused,
        M::NothingHere,
        M::Untitled,
        M::CardKind,
        M::Actions { title },
        M::NoOwner,
        M::OwnerElsewhere,
        M::You,
        M::Offered,
        M::Team,
        M::NotInData,
        M::NoDate,
        M::From { date: time },
        M::By { date: time },
        M::Until { date: time },
        M::Overdue { date: time },
        M::Reason { text: title },
        M::OfThePlan,
        M::Plan { title },
        M::Source { name },
        M::ToSend,
        M::BeingSent,
        M::Refused {
            status: 422,
            mine: &wanted(ChangeKind::Status),
        },
        M::Refused {
            status: 422,
            mine: &wanted(ChangeKind::Created),
        },
        M::RefusedWords { words: title },
        M::Conflict {
            mine: &wanted(ChangeKind::Status),
            theirs: Some(status),
        },
        M::Conflict {
            mine: &wanted(ChangeKind::Edited),
            theirs: None,
        },
        M::SendMine,
        M::KeepTheirs,
        M::Lifted,
        M::OriginOf { title },
        M::KeyColumn,
        M::KeyPutDown,
        M::KeyPutBack,
        M::EffectStatus { status },
        M::EffectReason { status },
        M::EffectStays,
        M::EffectUnusual {
            from: status,
            to: status,
        },
        M::Current,
        M::NotAfter { from: status },
        M::NotLoaded,
        M::ReasonAsked,
        M::Unusual { from: status },
        M::Close,
        M::ReasonLabel,
        M::ReasonMeaning,
        M::ReasonAbsent,
        M::ChangeNothing,
        M::HelpTitle,
        M::HelpPointer,
        M::EmptyTitle,
        M::EmptyText,
        M::FailedSource { source: name },
        M::ShownAnyway,
        M::RetryNow,
        M::RetryAt { time },
        M::NoticePlace {
            resource: Some("Task/1"),
            path: "Task.status",
        },
        M::NoticePlace {
            resource: Some("Task/1"),
            path: "",
        },
        M::NoticePlace {
            resource: None,
            path: "entry[3]",
        },
    ] {
        see(message);
    }
    for n in [1, 2, 1180] {
        for message in [
            M::OpenCount(n),
            M::Unsent { n },
            M::Sending { n },
            M::WaitingForYou { n },
            M::More(n),
            M::MoreOf {
                n,
                column: Column::Ended,
            },
            M::KeptHere { n },
            M::NoticesCount(n),
            M::NoticesMore(n),
            M::Spoken(Spoken::MoreShown(n)),
            M::Spoken(Spoken::ByColleagues(n as u64)),
            M::Spoken(Spoken::Loaded { n }),
        ] {
            see(message);
        }
    }
    for column in Column::ALL {
        see(M::Column(column));
        see(M::ColumnLabel { column, n: 3 });
        see(M::Spoken(Spoken::Over {
            column,
            effect: "Oui.",
        }));
        see(M::Spoken(Spoken::Dropped { column }));
        see(M::Spoken(Spoken::Lifted {
            title,
            column,
            place: 1,
            of: 2,
        }));
    }
    for priority in [
        Priority::Routine,
        Priority::Urgent,
        Priority::Asap,
        Priority::Stat,
    ] {
        see(M::Priority(priority));
    }
    for status in TaskStatus::ALL {
        see(M::ReasonTitle { to: &status });
        see(M::ReasonConfirm { to: &status });
    }
    for key in HelpKey::ALL {
        see(M::HelpKeys(key));
        see(M::HelpMeaning(key));
    }
    for spoken in [
        Spoken::Status { title, status },
        Spoken::PutBack,
        Spoken::HostRefused,
        Spoken::Undone {
            title,
            kind: ChangeKind::Status,
            back_to: Some(status),
        },
        Spoken::NothingToUndo,
        Spoken::ByColleague {
            by: Some("N. Benhaddou"),
            title,
            to: status,
        },
        Spoken::ByColleague {
            by: None,
            title,
            to: status,
        },
    ] {
        see(M::Spoken(spoken));
    }
}

fn every_change(see: &mut dyn FnMut(Message<'_>)) {
    let title = "Prise de sang";
    for field in Field::ALL {
        see(Message::Field(field));
    }
    for kind in [
        ChangeKind::Created,
        ChangeKind::Edited,
        ChangeKind::Offered,
        ChangeKind::Status,
    ] {
        let back_to = None;
        see(Message::UndoOf {
            title,
            kind,
            back_to,
        });
        see(Message::Spoken(Spoken::Undone {
            title,
            kind,
            back_to,
        }));
    }
}

fn every_refusal() -> Vec<Refusal> {
    let (from, to) = (TaskStatus::Draft, TaskStatus::Completed);
    vec![
        Refusal::NotFound,
        Refusal::Outdated { now: to.clone() },
        Refusal::AlreadySo { status: to.clone() },
        Refusal::NotAllowed {
            from: from.clone(),
            to: to.clone(),
        },
        Refusal::Ended { from: to.clone() },
        Refusal::ReasonMissing { to },
        Refusal::NotAStatus,
        Refusal::ReadOnlySource,
        Refusal::ReadOnlyClient,
        Refusal::OfThePlan,
        Refusal::WaitsForDecision,
        Refusal::FieldOutdated {
            field: Field::Window,
        },
        Refusal::TitleMissing,
        Refusal::EndsBeforeItBegins {
            field: Field::Planned,
        },
        Refusal::NothingToChange,
        Refusal::WithoutReason,
        Refusal::OtherSource { field: Field::Goal },
        Refusal::CreatedAndSent,
        Refusal::NoRoom,
        Refusal::NotKept,
    ]
}

/// Everything that one locale can say.
fn everything(locale: Locale) -> Vec<String> {
    let mut all = Vec::new();
    every_message(&mut |message| all.push(locale.say(&message)));
    every_change(&mut |message| all.push(locale.say(&message)));
    all.extend(every_refusal().iter().map(|r| locale.refusal(r)));
    all.extend(NoticeCode::ALL.iter().map(|c| locale.notice(*c).to_owned()));
    all.extend(TaskStatus::ALL.iter().map(|s| locale.task_status(s)));
    all.push(locale.task_status(&TaskStatus::Missing));
    all.extend(
        ActivityStatus::ALL
            .iter()
            .map(|s| locale.activity_status(s)),
    );
    all.extend(timeline::everything(locale));
    all.extend(sync::everything(locale));
    all.extend(directory::everything(locale));
    all.extend(board::everything(locale));
    all.extend(coordination::everything(locale));
    for failure in [
        Failure::Network,
        Failure::Server(503),
        Failure::Server(401),
        Failure::NotJson,
        Failure::TooLarge(200),
        Failure::Empty,
        Failure::Unknown,
    ] {
        all.push(locale.failure(failure));
    }
    all
}

#[test]
fn every_sentence_exists_in_both_languages() {
    for locale in Locale::ALL {
        for sentence in everything(locale) {
            assert!(!sentence.trim().is_empty());
            assert!(!sentence.contains("  "), "{sentence}");
        }
    }
    let (fr, en) = (everything(Locale::Fr), everything(Locale::En));
    assert_eq!(fr.len(), en.len());
}

#[test]
fn french_sentences_follow_french_typography() {
    for sentence in everything(Locale::Fr) {
        assert!(!sentence.contains('\''), "straight apostrophe: {sentence}");
        assert!(!sentence.contains('!'), "exclamation mark: {sentence}");
        assert!(!sentence.contains("..."), "three dots: {sentence}");
        let chars: Vec<char> = sentence.chars().collect();
        for (i, c) in chars.iter().enumerate() {
            let before = i.checked_sub(1).map(|i| chars[i]);
            let is_time = *c == ':' && before.is_some_and(|b| b.is_ascii_digit());
            match c {
                ':' | '»' if !is_time => assert_eq!(before, Some('\u{a0}'), "{sentence}"),
                ';' => assert_eq!(before, Some('\u{202f}'), "{sentence}"),
                // The key "?" of the help stands alone.
                '?' if chars.len() > 1 => assert_eq!(before, Some('\u{202f}'), "{sentence}"),
                '«' => assert_eq!(chars.get(i + 1), Some(&'\u{a0}'), "{sentence}"),
                _ => {}
            }
        }
    }
}

#[test]
fn english_sentences_have_no_french_spacing() {
    for sentence in everything(Locale::En) {
        for odd in [" :", " ;", "\u{a0}:", "\u{202f}", "«"] {
            assert!(!sentence.contains(odd), "{sentence}");
        }
    }
}

#[test]
fn every_known_code_has_a_sentence_of_its_own() {
    for locale in Locale::ALL {
        let mut notices: Vec<_> = NoticeCode::ALL.iter().map(|c| locale.notice(*c)).collect();
        notices.sort_unstable();
        notices.dedup();
        assert_eq!(notices.len(), NoticeCode::ALL.len());
        let mut refusals: Vec<_> = every_refusal().iter().map(|r| locale.refusal(r)).collect();
        refusals.sort_unstable();
        refusals.dedup();
        assert_eq!(refusals.len(), every_refusal().len());
    }
}

#[test]
fn counts_agree_in_number_and_set_thousands_apart() {
    let fr = |m| Locale::Fr.say(&m);
    assert_eq!(
        fr(Message::Unsent { n: 1 }),
        "1\u{a0}modification à envoyer"
    );
    assert_eq!(
        fr(Message::Unsent { n: 3 }),
        "3\u{a0}modifications à envoyer"
    );
    assert_eq!(fr(Message::OpenCount(0)), "0\u{a0}ouverte");
    assert_eq!(
        fr(Message::LoadingSome {
            done: 412,
            total: Some(1180)
        }),
        "Chargement, 412 sur 1\u{202f}180"
    );
    assert_eq!(Locale::En.say(&Message::More(1180)), "1,180 more");
}

#[test]
fn an_unknown_status_is_shown_as_it_came() {
    let odd = TaskStatus::from_code("en attente");
    for locale in Locale::ALL {
        assert_eq!(locale.task_status(&odd), "en attente");
    }
}

#[test]
fn a_language_is_read_from_the_first_part_of_a_tag() {
    assert_eq!(Locale::from_tag("fr-CA"), Some(Locale::Fr));
    assert_eq!(Locale::from_tag("EN_us"), Some(Locale::En));
    assert_eq!(Locale::from_tag("de"), None);
}

#[test]
fn a_day_takes_an_article_and_a_month_or_a_year_does_not() {
    let since = |date| Locale::Fr.timeline(&TimelineMessage::Since { date });
    assert_eq!(since("ven. 13 nov."), "depuis le ven. 13 nov.");
    assert_eq!(
        since("jeu. 1er janv. 1926"),
        "depuis le jeu. 1er janv. 1926"
    );
    assert_eq!(since("sept. 2026"), "depuis sept. 2026");
    assert_eq!(since("2026"), "depuis 2026");
    let until = |date| Locale::Fr.say(&Message::Until { date });
    assert_eq!(until("2027"), "jusqu’à 2027");
    assert_eq!(until("mer. 18 nov. 08:00"), "jusqu’au mer. 18 nov. 08:00");
}
