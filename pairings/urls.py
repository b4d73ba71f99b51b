from django.urls import path

from . import urls_organise
from .views import conversations, endings, hellos, pair

root = [
    path("pairs/", pair.pairs, name="pairs"),
    path("p/<code:code>/", pair.pair_short, name="pair_short"),
    path("p/<code:code>/<int:number>/", pair.step_short, name="step_short"),
    path("c/<code:code>/", conversations.conversation_short, name="conversation_short"),
    path("c/<code:code>/say/", conversations.conversation_say, name="conversation_say"),
    path("c/<code:code>/news/", conversations.conversation_news, name="conversation_news"),
    path("c/<code:code>/read/", conversations.conversation_read, name="conversation_read"),
]

group = urls_organise.group

program = [
    path("hellos/", hellos.hellos, name="hellos"),
    path("hellos/new/<code:code>/", hellos.hello_new, name="hello_new"),
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
