"""专项行动: the campaign as an entity with phases; its page lives in the portal."""
