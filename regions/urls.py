"""Addresses of `regions`."""

from django.urls import path

from regions import (
    erasing_views,
    history_views,
    laptop_views,
    organizer_views,
    rapporteur_views,
    speaking_views,
    worker_views,
)

urlpatterns = [
    path("t/<str:token>/", rapporteur_views.table_door, name="table_door"),
    path("code/", rapporteur_views.code_door, name="code_door"),
    path("worker.js", worker_views.worker, name="worker"),
    path("tables/<int:table_id>/", rapporteur_views.notebook, name="notebook"),
    path("tables/<int:table_id>/paper/", rapporteur_views.table_paper, name="table_paper"),
    path("tables/<int:table_id>/history/<str:key>/", history_views.answer_history, name="answer_history"),
    path("tables/<int:table_id>/erase/<str:key>/", erasing_views.answer_erase, name="answer_erase"),
    path("tables/<int:table_id>/laptop/", laptop_views.laptop_name, name="laptop_name"),
    path("tables/<int:table_id>/leave/", laptop_views.laptop_leave, name="laptop_leave"),
    path("tables/<int:table_id>/announcements/", speaking_views.announcement_list, name="announcement_list"),
    path(
        "tables/<int:table_id>/announcements/<int:announcement_id>/",
        speaking_views.announcement_read,
        name="announcement_read",
    ),
    path("tables/<int:table_id>/help/", speaking_views.help_call, name="help_call"),
    path("tables/<int:table_id>/done/", speaking_views.table_done, name="table_done"),
    path("tables/<int:table_id>/people/", speaking_views.headcount, name="headcount"),
    path("left/", laptop_views.laptop_left, name="laptop_left"),
    path("events/<int:event_id>/tables/", organizer_views.table_list, name="table_list"),
    path("events/<int:event_id>/tables/lay-out/", organizer_views.table_lay_out, name="table_lay_out"),
    path("events/<int:event_id>/regions/add/", organizer_views.region_add, name="region_add"),
    path("events/<int:event_id>/regions/usual/", organizer_views.region_usual, name="region_usual"),
    path("events/regions/<int:region_id>/", organizer_views.region_edit, name="region_edit"),
    path("events/regions/<int:region_id>/remove/", organizer_views.region_remove, name="region_remove"),
    path("events/tables/<int:table_id>/", organizer_views.table_detail, name="table_detail"),
    path("events/tables/<int:table_id>/qr.svg", organizer_views.table_qr, name="table_qr"),
    path("events/tables/<int:table_id>/remove/", organizer_views.table_remove, name="table_remove"),
    path("events/tables/<int:table_id>/erase/", organizer_views.table_erase, name="table_erase"),
    path("events/tables/<int:table_id>/renew/", organizer_views.table_link_renew, name="table_link_renew"),
    path("events/tables/<int:table_id>/revoke/", organizer_views.table_link_revoke, name="table_link_revoke"),
    path("events/laptops/<int:laptop_id>/put-out/", organizer_views.laptop_put_out, name="laptop_put_out"),
]
