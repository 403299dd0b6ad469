//! Messages in French and English from codes and arguments.
