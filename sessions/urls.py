"""Addresses of `sessions`: the organizer's pages. Url name = view name."""

from django.urls import path

from sessions.views import events, papers, questions, signing_in, tick_lists

urlpatterns = [
    path("", events.event_list, name="event_list"),
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("first/<str:token>/", signing_in.first_sign_in, name="first_sign_in"),
    path("events/add/", events.event_add, name="event_add"),
    path("events/<int:event_id>/", events.event_detail, name="event_detail"),
    path("events/<int:event_id>/settings/", events.event_settings, name="event_settings"),
    path("events/<int:event_id>/sessions/add/", events.session_add, name="session_add"),
    path("events/sessions/<int:session_id>/", events.session_settings, name="session_settings"),
    path("events/sessions/<int:session_id>/remove/", events.session_remove, name="session_remove"),
    path("events/<int:event_id>/paper/", papers.paper_upload, name="paper_upload"),
    path("events/papers/<int:paper_id>/", papers.paper_preview, name="paper_preview"),
    path("events/papers/<int:paper_id>/mend/", papers.paper_mend, name="paper_mend"),
    path("events/papers/<int:paper_id>/renumber/", papers.paper_renumber, name="paper_renumber"),
    path("events/papers/<int:paper_id>/add/", papers.paper_item_add, name="paper_item_add"),
    path("events/papers/<int:paper_id>/list/", papers.paper_list_choose, name="paper_list_choose"),
    path("events/papers/<int:paper_id>/confirm/", papers.paper_confirm, name="paper_confirm"),
    path("events/papers/<int:paper_id>/remove/", papers.paper_remove, name="paper_remove"),
    path("events/<int:event_id>/questions/by-hand/", questions.questions_by_hand, name="questions_by_hand"),
    path("events/papers/<int:paper_id>/questions/", questions.question_setup, name="question_setup"),
    path("events/papers/<int:paper_id>/questions/add/", questions.question_add, name="question_add"),
    path("events/questions/<int:question_id>/", questions.question_edit, name="question_edit"),
    path("events/questions/<int:question_id>/move/", questions.question_move, name="question_move"),
    path("events/questions/<int:question_id>/remove/", questions.question_remove, name="question_remove"),
    path("events/<int:event_id>/tick-lists/add/", tick_lists.tick_list_add, name="tick_list_add"),
    path("events/tick-lists/<int:tick_list_id>/", tick_lists.tick_list_edit, name="tick_list_edit"),
    path("events/tick-lists/<int:tick_list_id>/remove/", tick_lists.tick_list_remove, name="tick_list_remove"),
]
