"""Everything → {path: bytes}: what a build leaves behind, and its receipt."""
