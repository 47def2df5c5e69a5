"""Reading: what pages show of cases; nothing here changes one."""
