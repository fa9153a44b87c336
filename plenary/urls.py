"""Addresses of `plenary`."""

from django.urls import path

from plenary import activity_views, moderator_views, organizer_views, star_views, wall_views

urlpatterns = [
    path("m/<str:token>/", moderator_views.moderator_door, name="moderator_door"),
    path("sessions/<int:session_id>/board/", moderator_views.board, name="board"),
    path("sessions/<int:session_id>/questions/", moderator_views.questions_board, name="questions_board"),
    path(
        "sessions/<int:session_id>/questions/<int:question_id>/", moderator_views.question_board, name="question_board"
    ),
    path("sessions/<int:session_id>/close/", moderator_views.session_close, name="session_close"),
    path("sessions/<int:session_id>/reopen/", moderator_views.session_reopen, name="session_reopen"),
    path("sessions/<int:session_id>/late/", moderator_views.late_points, name="late_points"),
    path("sessions/<int:session_id>/late/take-in/", moderator_views.late_take_in, name="late_take_in"),
    path("sessions/<int:session_id>/stars/", star_views.stars, name="stars"),
    path("sessions/<int:session_id>/stars/<int:star_id>/", star_views.star_change, name="star_change"),
    path("tables/<int:table_id>/star/<str:key>/", star_views.star, name="star"),
    path("w/<str:token>/", wall_views.wall_door, name="wall_door"),
    path("sessions/<int:session_id>/wall/", wall_views.wall, name="wall"),
    path("sessions/<int:session_id>/activity/", activity_views.activity, name="activity"),
    path("sessions/<int:session_id>/moderators/", organizer_views.moderator_links, name="moderator_links"),
    path("moderators/<int:link_id>/renew/", organizer_views.moderator_link_renew, name="moderator_link_renew"),
    path("moderators/<int:link_id>/revoke/", organizer_views.moderator_link_revoke, name="moderator_link_revoke"),
]
