//! Placeholder of this room while the workspace is laid out.
