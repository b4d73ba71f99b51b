from django.urls import path

from . import urls_organise
from .views import conversations, endings, full, hello_new, hellos, messages, pair

root = [
    path("pairs/", pair.pairs, name="pairs"),
    path("p/<code:code>/", pair.pair_short, name="pair_short"),
    path("p/<code:code>/<int:number>/", pair.step_short, name="step_short"),
    path("c/<code:code>/", conversations.conversation_short, name="conversation_short"),
    path("c/<code:code>/full/", full.full_short, name="full_short"),
    path("c/new/<code:code>/", hello_new.hello_new_short, name="hello_new_short"),
    path("c/<code:code>/say/", conversations.conversation_say, name="conversation_say"),
    path("c/<code:code>/news/", conversations.conversation_news, name="conversation_news"),
    path("c/<code:code>/read/", conversations.conversation_read, name="conversation_read"),
    path("c/<code:code>/<int:pk>/", messages.message, name="message"),
    path("c/<code:code>/<int:pk>/edit/", messages.message_edit, name="message_edit"),
    path("c/<code:code>/<int:pk>/remove/", messages.message_remove, name="message_remove"),
    path("c/<code:code>/<int:pk>/report/", messages.message_report, name="message_report"),
]

group = urls_organise.group

program = [
    path("hellos/", hellos.hellos, name="hellos"),
    path("hellos/new/<code:code>/", hello_new.hello_new, name="hello_new"),
    path("hellos/new/<code:code>/go/", hello_new.hello_go, name="hello_go"),
    path("hellos/full/", full.hellos_full, name="hellos_full"),
    path("hellos/full/notes/", full.hellos_full_notes, name="hellos_full_notes"),
    path("hellos/<code:code>/", hellos.hello, name="hello"),
    path("hellos/<code:code>/accept/", hellos.hello_accept, name="hello_accept"),
    path("hellos/<code:code>/decline/", hellos.hello_decline, name="hello_decline"),
    path("hellos/<code:code>/withdraw/", hellos.hello_withdraw, name="hello_withdraw"),
    path("hellos/<code:code>/pair-up/", hellos.hello_pair_up, name="hello_pair_up"),
    path("pairs/<code:code>/", pair.pair, name="pair"),
    path("pairs/<code:code>/weeks/<int:number>/", pair.pair_week, name="pair_week"),
    path("pairs/<code:code>/weeks/<int:number>/talked/", pair.pair_talked, name="pair_talked"),
    path("pairs/<code:code>/weeks/<int:number>/not-talked/", pair.pair_untalked, name="pair_untalked"),
    path("pairs/<code:code>/yes/", endings.pair_yes, name="pair_yes"),
    path("pairs/<code:code>/not-for-me/", endings.pair_not_for_me, name="pair_not_for_me"),
    path("pairs/<code:code>/step-out/", endings.pair_end, name="pair_end"),
    path("pairs/<code:code>/finish/", endings.pair_finish, name="pair_finish"),
    *urls_organise.program,
]
