"""The smallest document that can be drafted, signed together, numbered and edited."""

from django.db import models

from workflows.organisations.models import Organisation, User


class Paper(models.Model):
    title = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    remark = models.TextField(blank=True)
    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    co_issuers = models.ManyToManyField(Organisation, related_name="+")
    series = models.CharField(max_length=40, blank=True)
    number = models.IntegerField(null=True)
    complete = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.title
