//! The record-store port, its batches and its memory implementation.
