"""Addresses of `plenary`."""

from django.urls import path

from plenary import (
    activity_views,
    feed_views,
    moderator_views,
    organizer_views,
    reading_views,
    speaking_views,
    star_views,
    synthesis_views,
    wall_views,
)

urlpatterns = [
    path("m/<str:token>/", moderator_views.moderator_door, name="moderator_door"),
    path("sessions/<int:session_id>/board/", reading_views.board, name="board"),
    path("sessions/<int:session_id>/questions/", reading_views.questions_board, name="questions_board"),
    path("sessions/<int:session_id>/questions/<int:question_id>/", reading_views.question_board, name="question_board"),
    path("sessions/<int:session_id>/tables/<int:table_id>/", reading_views.table_notes, name="table_notes"),
    path("sessions/<int:session_id>/issues/", reading_views.issue_board, name="issue_board"),
    path("sessions/<int:session_id>/choices/<int:choice_id>/", reading_views.choice_board, name="choice_board"),
    path("sessions/<int:session_id>/matrix/", reading_views.matrix, name="matrix"),
    path(
        "sessions/<int:session_id>/matrix/<int:tick_list_id>.svg", reading_views.matrix_picture, name="matrix_picture"
    ),
    path("sessions/<int:session_id>/feed/", feed_views.feed, name="feed"),
    path("sessions/<int:session_id>/close/", moderator_views.session_close, name="session_close"),
    path("sessions/<int:session_id>/reopen/", moderator_views.session_reopen, name="session_reopen"),
    path("sessions/<int:session_id>/late/", moderator_views.late_points, name="late_points"),
    path("sessions/<int:session_id>/late/take-in/", moderator_views.late_take_in, name="late_take_in"),
    path("sessions/<int:session_id>/stars/", star_views.stars, name="stars"),
    path("sessions/<int:session_id>/stars/<int:star_id>/", star_views.star_change, name="star_change"),
    path("sessions/<int:session_id>/synthesis/", synthesis_views.synthesis, name="synthesis"),
    path(
        "sessions/<int:session_id>/synthesis/references/",
        synthesis_views.synthesis_references,
        name="synthesis_references",
    ),
    path(
        "sessions/<int:session_id>/synthesis/<str:text_key>/points/",
        synthesis_views.synthesis_points,
        name="synthesis_points",
    ),
    path(
        "sessions/<int:session_id>/synthesis/<str:text_key>/history/",
        synthesis_views.synthesis_history,
        name="synthesis_history",
    ),
    path("sessions/<int:session_id>/synthesis/leave/", synthesis_views.synthesis_leave, name="synthesis_leave"),
    path("sessions/<int:session_id>/speaker/", synthesis_views.speaker, name="speaker"),
    path("tables/<int:table_id>/star/<str:key>/", star_views.star, name="star"),
    path("w/<str:token>/", wall_views.wall_door, name="wall_door"),
    path("sessions/<int:session_id>/wall/", wall_views.wall, name="wall"),
    path("sessions/<int:session_id>/activity/", activity_views.activity, name="activity"),
    path("sessions/<int:session_id>/speak/", speaking_views.speak, name="speak"),
    path("sessions/<int:session_id>/speak/announce/", speaking_views.announcement_make, name="announcement_make"),
    path("sessions/<int:session_id>/speak/countdown/", speaking_views.countdown_set, name="countdown_set"),
    path(
        "sessions/<int:session_id>/speak/countdown/<int:countdown_id>/extend/",
        speaking_views.countdown_extend,
        name="countdown_extend",
    ),
    path(
        "sessions/<int:session_id>/speak/countdown/<int:countdown_id>/stop/",
        speaking_views.countdown_stop,
        name="countdown_stop",
    ),
    path("sessions/<int:session_id>/speak/question/", speaking_views.question_set, name="question_set"),
    path("sessions/<int:session_id>/speak/call/<int:call_id>/answer/", speaking_views.call_answer, name="call_answer"),
    path("sessions/<int:session_id>/speak/call/<int:call_id>/end/", speaking_views.call_end, name="call_end"),
    path("sessions/<int:session_id>/speak/after-close/", speaking_views.points_after_close, name="points_after_close"),
    path("sessions/<int:session_id>/moderators/", organizer_views.moderator_links, name="moderator_links"),
    path("moderators/<int:link_id>/renew/", organizer_views.moderator_link_renew, name="moderator_link_renew"),
    path("moderators/<int:link_id>/revoke/", organizer_views.moderator_link_revoke, name="moderator_link_revoke"),
]
