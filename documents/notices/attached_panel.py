"""The file of an attachment, shown under its text in the editor; it is taken in and away on the reading page."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class AttachedFilePanel(Panel):
    """The name of the file with a link to it, or where one is uploaded."""

    class BoundPanel(Panel.BoundPanel):
        """For one attachment."""

        template_name = "notices/attached_file.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The file, and the reading page of a paper that is saved."""
            row = self.instance
            page = reverse("desk:notice", args=[row.notice_id]) if row is not None and row.notice_id else ""
            return {**super().get_context_data(parent_context), "upload": row.upload if row else None, "page": page}
