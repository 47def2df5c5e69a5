"""The pages of the public site, one module for each kind."""

from .campaigns import CampaignIndexPage, CampaignPage
from .home import HomePage
from .info import InfoPage
from .media import Picture, PictureRendition, PublicFile
from .notices import NoticeIndexPage, NoticePage, NoticePageFile
from .results import ResultIndexPage, ResultsPage
from .showcase import ShowcaseIndexPage, ShowcasePage
from .site import Edition, SiteSettings

__all__ = [
    "PUBLIC_MODELS",
    "CampaignIndexPage",
    "CampaignPage",
    "Edition",
    "HomePage",
    "InfoPage",
    "NoticeIndexPage",
    "NoticePage",
    "NoticePageFile",
    "Picture",
    "PictureRendition",
    "PublicFile",
    "ResultIndexPage",
    "ResultsPage",
    "ShowcaseIndexPage",
    "ShowcasePage",
    "SiteSettings",
]

PUBLIC_MODELS = [
    CampaignIndexPage,
    CampaignPage,
    HomePage,
    InfoPage,
    NoticeIndexPage,
    NoticePage,
    NoticePageFile,
    Picture,
    ResultIndexPage,
    ResultsPage,
    ShowcaseIndexPage,
    ShowcasePage,
    SiteSettings,
]
"""Whatever the public sees: a change of any row makes a new edition."""
