"""What the browser tests put between the page and the database."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from census.models import Job, JobState


class SignedIn:
    """Every visitor is the editor: a headless browser cannot be given a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "/static/" not in request.path:
            request.user = User.objects.get(username="editor")
        return self.get_response(request)


class JobEndsWhileWatched:
    """The third time that a job's state is asked for, it has ended."""

    asked = 0

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.endswith("/state/"):
            type(self).asked += 1
            if type(self).asked == 3:
                Job.objects.update(state=JobState.DONE, result={"url": "/volumes/"}, message="排好了")
        return self.get_response(request)
