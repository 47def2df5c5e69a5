"""Wagtail's own Workflow doing the comparable thing: one approval of a page, by the first of two tasks."""

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from portal.pages.models import InfoPage
from workflows.organisations.models import User


def approvals(count: int) -> list[Callable[[], Any]]:
    """*count* pages, each waiting for its first approval; calling one approves it."""
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="root", slug="root")
    run = f"bench-{time.time_ns()}"  # a database may be measured more than once
    user = User.objects.create_superuser(run, name="示例", password=None)
    group = Group.objects.create(name=run)
    user.groups.add(group)
    flow = Workflow.objects.create(name=run)
    for order in range(2):
        task = GroupApprovalTask.objects.create(name=f"task {order}")
        task.groups.add(group)
        WorkflowTask.objects.create(workflow=flow, task=task, sort_order=order)
    works = []
    for number in range(count):
        page = root.add_child(instance=InfoPage(title=f"示例 {number}", slug=f"{run}-{number}", live=False))
        page.save_revision(user=user)
        works.append(_approval(flow.start(page, user), user))
    return works


def _approval(state: Any, user: Any) -> Callable[[], Any]:
    def approve() -> None:
        current = state.current_task_state
        current.task.specific.on_action(current, user, "approve")

    return approve
