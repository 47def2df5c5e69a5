"""What the engine answers when it will not."""


class Refused(Exception):
    """An act that is not allowed or not possible now; *reasons* are sentences in Chinese for whoever tried."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("；".join(str(reason) for reason in reasons))
        self.reasons = [str(reason) for reason in reasons]
