"""The screens of the desk, one module each: they parse, call and render; they decide nothing."""
