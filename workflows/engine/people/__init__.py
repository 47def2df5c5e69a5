"""People: who is asked, who may, who stands in, and what passes on when posts change hands."""
