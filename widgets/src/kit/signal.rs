//! Signals with the names and the behaviour of Leptos's, and one instance for all types.
//!
//! Leptos builds its whole machinery for each type that a signal holds, and again at each
//! place that reads one. Here the graph sees triggers and counters only; the value lies
//! beside them in a cell, and reading it is a borrow.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use leptos::prelude::{
    ArcTrigger, Effect, Get, GetValue, LocalStorage, Memo as Counter, Notify, StoredValue as Arena,
    Track,
};
use send_wrapper::SendWrapper;

/// Reading what left with its widget is wrong: a task asks `Frame::is_alive` first.
#[cold]
fn gone() -> ! {
    panic!("a signal was read after its widget left")
}

/// A value that whoever reads it follows; it lives for as long as someone holds it.
pub(crate) struct ArcRwSignal<T> {
    value: Rc<RefCell<T>>,
    changed: ArcTrigger,
}

impl<T> Clone for ArcRwSignal<T> {
    fn clone(&self) -> Self {
        Self {
            value: Rc::clone(&self.value),
            changed: self.changed.clone(),
        }
    }
}

impl<T> ArcRwSignal<T> {
    pub(crate) fn new(value: T) -> Self {
        Self {
            value: Rc::new(RefCell::new(value)),
            changed: ArcTrigger::new(),
        }
    }

    pub(crate) fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.changed.track();
        read(&self.value.borrow())
    }

    pub(crate) fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.value.borrow())
    }

    pub(crate) fn set(&self, value: T) {
        drop(self.value.replace(value));
        self.changed.notify();
    }
}

impl<T: Clone> ArcRwSignal<T> {
    pub(crate) fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }
}

/// What an owner keeps of a value, and drops when it goes.
type Kept = Arena<(Rc<dyn Any>, ArcTrigger), LocalStorage>;

fn keep(value: Rc<dyn Any>) -> Kept {
    Arena::new_local((value, ArcTrigger::new()))
}

fn find(kept: Kept, is_tracked: bool) -> Option<Rc<dyn Any>> {
    let (value, changed) = kept.try_get_value()?;
    if is_tracked {
        changed.track();
    }
    Some(value)
}

fn notify(kept: Kept) {
    if let Some((_, changed)) = kept.try_get_value() {
        changed.notify();
    }
}

/// A value that whoever reads it follows; it leaves with the owner it was made under.
pub(crate) struct RwSignal<T>(Kept, PhantomData<fn() -> T>);

impl<T> Copy for RwSignal<T> {}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> RwSignal<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(keep(Rc::new(RefCell::new(value))), PhantomData)
    }

    #[inline(never)]
    fn cell(self, is_tracked: bool) -> Option<Rc<RefCell<T>>> {
        find(self.0, is_tracked)?.downcast().ok()
    }

    /// The value, watched: what reads it runs again when it is set.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        let Some(cell) = self.cell(true) else { gone() };
        read(&cell.borrow())
    }

    pub(crate) fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        let Some(cell) = self.cell(false) else { gone() };
        read(&cell.borrow())
    }

    pub(crate) fn track(self) {
        let _ = find(self.0, true);
    }

    /// Sets it and tells all that follow it; nothing happens where its widget has left.
    #[inline(never)]
    pub(crate) fn set(self, value: T) {
        if let Some(cell) = self.cell(false) {
            drop(cell.replace(value));
            notify(self.0);
        }
    }

    pub(crate) fn update(self, change: impl FnOnce(&mut T)) {
        if let Some(cell) = self.cell(false) {
            change(&mut cell.borrow_mut());
            notify(self.0);
        }
    }
}

impl<T: Clone + 'static> RwSignal<T> {
    #[inline(never)]
    fn copy(self, is_tracked: bool) -> Option<T> {
        Some(self.cell(is_tracked)?.borrow().clone())
    }

    pub(crate) fn get(self) -> T {
        self.copy(true).unwrap_or_else(|| gone())
    }

    pub(crate) fn get_untracked(self) -> T {
        self.copy(false).unwrap_or_else(|| gone())
    }

    pub(crate) fn try_get_untracked(self) -> Option<T> {
        self.copy(false)
    }
}

/// A value that nothing follows; it leaves with the owner it was made under.
pub(crate) struct StoredValue<T>(Arena<Rc<dyn Any>, LocalStorage>, PhantomData<fn() -> T>);

impl<T> Copy for StoredValue<T> {}

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

fn stored(value: Rc<dyn Any>) -> Arena<Rc<dyn Any>, LocalStorage> {
    Arena::new_local(value)
}

fn found(kept: Arena<Rc<dyn Any>, LocalStorage>) -> Option<Rc<dyn Any>> {
    kept.try_get_value()
}

impl<T: 'static> StoredValue<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(stored(Rc::new(RefCell::new(value))), PhantomData)
    }

    #[inline(never)]
    fn cell(self) -> Option<Rc<RefCell<T>>> {
        found(self.0)?.downcast().ok()
    }

    pub(crate) fn with_value<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.try_with_value(read).unwrap_or_else(|| gone())
    }

    pub(crate) fn try_with_value<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        Some(read(&self.cell()?.borrow()))
    }

    pub(crate) fn update_value(self, change: impl FnOnce(&mut T)) {
        let _ = self.try_update_value(change);
    }

    pub(crate) fn try_update_value<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        Some(change(&mut self.cell()?.borrow_mut()))
    }

    /// Sets it; nothing happens where its widget has left.
    pub(crate) fn set_value(self, value: T) {
        if let Some(cell) = self.cell() {
            drop(cell.replace(value));
        }
    }
}

impl<T: Clone + 'static> StoredValue<T> {
    pub(crate) fn get_value(self) -> T {
        self.with_value(T::clone)
    }

    pub(crate) fn try_get_value(self) -> Option<T> {
        self.try_with_value(T::clone)
    }
}

/// A value made from others: made again when they change, told on only where it differs.
pub(crate) struct Memo<T> {
    /// How often the value has differed; the graph follows this.
    version: Counter<u32>,
    value: StoredValue<Option<T>>,
}

impl<T> Copy for Memo<T> {}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

fn counter(step: Box<dyn Fn() -> bool>) -> Counter<u32> {
    let step = SendWrapper::new(step);
    Counter::new(move |before: Option<&u32>| {
        let before = before.copied().unwrap_or_default();
        before.wrapping_add(u32::from(step()))
    })
}

impl<T: PartialEq + 'static> Memo<T> {
    pub(crate) fn new(make: impl Fn() -> T + 'static) -> Self {
        let value = StoredValue::new(None);
        let version = counter(Box::new(move || {
            let now = Some(make());
            let differs = value.try_with_value(|before| *before != now) == Some(true);
            if differs {
                value.set_value(now);
            }
            differs
        }));
        Self { version, value }
    }

    /// The value, watched.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        let _ = self.version.get();
        self.value.with_value(|value| match value {
            Some(value) => read(value),
            None => gone(),
        })
    }
}

impl<T: PartialEq + Clone + 'static> Memo<T> {
    #[inline(never)]
    pub(crate) fn get(self) -> T {
        self.with(T::clone)
    }
}

/// Does something now and whenever a signal that it reads changes; it is given what it
/// answered before.
pub(crate) fn effect<T: 'static>(mut act: impl FnMut(Option<T>) -> T + 'static) {
    let mut before = None;
    run(Box::new(move || before = Some(act(before.take()))));
}

fn run(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| act());
}
