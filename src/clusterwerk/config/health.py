"""`/healthz` for load balancers and monitoring: is the database there, is a worker alive?"""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clusterwerk.jobs.actions import SILENT_AFTER
from clusterwerk.jobs.queries import last_sign_of_any_worker


@require_safe
@never_cache
def health(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503.

    A silent worker is told, in `worker` and `worker_seconds`, but is no reason to take the web
    server out of service.
    """
    try:
        last = last_sign_of_any_worker()
    except DatabaseError:
        return JsonResponse({"database": "unreachable", "worker": "unknown"}, status=503)
    age = timezone.now() - last if last else None
    is_alive = age is not None and age < SILENT_AFTER
    return JsonResponse(
        {
            "database": "ok",
            "worker": "ok" if is_alive else "silent",
            "worker_seconds": round(age.total_seconds(), 1) if age else None,
        }
    )
