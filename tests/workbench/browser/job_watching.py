"""What ends a job while its page looks on."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from census.models import Job, JobState


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
