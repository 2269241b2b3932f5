from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.language import Language
from actions.meetings.natural_dates import DateRefused, understand_date, understand_time
from bot.i18n import formats

NOW = datetime(2026, 11, 23, 10, 0)  # a Monday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vendredi 12 mars à 18h30", datetime(2027, 3, 12, 18, 30)),
        ("Vendredi 12 mars 2027 à 18 h 30", datetime(2027, 3, 12, 18, 30)),
        ("dans quinze jours, même heure", datetime(2026, 12, 7, 18, 0)),
        ("dans 15 jours à 14h", datetime(2026, 12, 7, 14, 0)),
        ("dans huit jours à midi", datetime(2026, 11, 30, 12, 0)),
        ("dans 10 jours à 9h", datetime(2026, 12, 3, 9, 0)),
        ("dans trois semaines à 9h15", datetime(2026, 12, 14, 9, 15)),
        ("dans un mois, 18 heures", datetime(2026, 12, 23, 18, 0)),
        ("dans une quinzaine à 10 heures et demie", datetime(2026, 12, 7, 10, 30)),
        ("mardi prochain 18h", datetime(2026, 11, 24, 18, 0)),
        ("lundi à 18h", datetime(2026, 11, 30, 18, 0)),
        ("jeudi en huit à 14h", datetime(2026, 12, 3, 14, 0)),
        ("jeudi en quinze à 14h", datetime(2026, 12, 10, 14, 0)),
        ("mardi de la semaine prochaine à 9 h", datetime(2026, 12, 1, 9, 0)),
        ("demain midi", datetime(2026, 11, 24, 12, 0)),
        ("après-demain à 8 heures du soir", datetime(2026, 11, 25, 20, 0)),
        ("le 3 à 9h", datetime(2026, 12, 3, 9, 0)),
        ("le 23 à 9h", datetime(2026, 12, 23, 9, 0)),
        ("le 31 à 9h", datetime(2026, 12, 31, 9, 0)),
        ("1er décembre 17h", datetime(2026, 12, 1, 17, 0)),
        ("12/03/2027 18:30", datetime(2027, 3, 12, 18, 30)),
        ("12/03 à 18h", datetime(2027, 3, 12, 18, 0)),
        ("2027-03-12 18:30", datetime(2027, 3, 12, 18, 30)),
        ("12.03.27 à 18h", datetime(2027, 3, 12, 18, 0)),
        ("le premier mardi de mars à 18h", datetime(2027, 3, 2, 18, 0)),
        ("le dernier jeudi de janvier 2027, 10h moins le quart", datetime(2027, 1, 28, 9, 45)),
        ("le deuxième mardi du mois prochain à 14h", datetime(2026, 12, 8, 14, 0)),
        ("29 février à 10h", datetime(2028, 2, 29, 10, 0)),
        ("Tuesday 1 December at 6.30 pm", datetime(2026, 12, 1, 18, 30)),
        ("March 12th, 2027 at 6pm", datetime(2027, 3, 12, 18, 0)),
        ("next Thursday at noon", datetime(2026, 11, 26, 12, 0)),
        ("Thursday week at 2 pm", datetime(2026, 12, 3, 14, 0)),
        ("in a fortnight, same time", datetime(2026, 12, 7, 18, 0)),
        ("in two weeks at half past 6 pm", datetime(2026, 12, 7, 18, 30)),
        ("the first Tuesday of March at 18:00", datetime(2027, 3, 2, 18, 0)),
        ("tomorrow at 9 a.m.", datetime(2026, 11, 24, 9, 0)),
        ("the day after tomorrow, 12 am", datetime(2026, 11, 25, 0, 0)),
    ],
)  # fmt: skip
def test_a_written_date_is_understood(text: str, expected: datetime) -> None:
    assert understand_date(text, now=NOW, same_time=time(18, 0)) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing"),
        ("quand vous voulez", "nothing"),
        ("pas mardi 1er décembre à 18h", "words"),
        ("mardi ou jeudi à 18h", "words"),
        ("31 février à 10h", "impossible"),
        ("03/15/2027 10:00", "impossible"),
        ("mardi à 25h", "impossible"),
        ("le cinquième mardi", "words"),
        ("mardi", "time"),
        ("dans quinze jours, même heure qu’avant", "words"),
    ],
)
def test_what_is_no_sure_date_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(DateRefused) as refused:
        understand_date(text, now=NOW, same_time=time(18, 0))
    assert refused.value.reason == reason


def test_a_contradiction_names_the_day_it_would_be() -> None:
    with pytest.raises(DateRefused) as refused:
        understand_date("mardi 12 mars à 18h30", now=NOW)
    assert (refused.value.reason, refused.value.day, refused.value.weekday) == ("weekday", date(2027, 3, 12), 1)


def test_the_same_time_means_nothing_before_there_was_one() -> None:
    with pytest.raises(DateRefused, match="time"):
        understand_date("demain même heure", now=NOW)


def test_a_time_alone_is_understood() -> None:
    assert understand_time("à 18h30") == time(18, 30)


moments = st.datetimes(NOW + timedelta(days=1), datetime(2036, 12, 31)).map(
    lambda m: m.replace(second=0, microsecond=0)
)


@given(moments, st.sampled_from(list(Language)))
def test_what_is_said_back_is_understood_again(moment: datetime, language: Language) -> None:
    assert understand_date(formats.moment(moment, language=language), now=NOW) == moment


@given(moments, st.sampled_from(["%d/%m/%Y %H:%M", "%Y-%m-%d %Hh%M", "%d.%m.%y, %Hh%M"]))
def test_a_date_in_figures_is_understood(moment: datetime, pattern: str) -> None:
    assert understand_date(moment.strftime(pattern), now=NOW) == moment


@given(st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1)), st.dates(date(2026, 1, 1), date(2035, 12, 31)))
def test_a_date_without_a_year_is_the_next_one(now: datetime, day: date) -> None:
    try:
        found = understand_date(f"{day.day}/{day.month} à 10h", now=now)
    except DateRefused:
        assert (day.month, day.day) == (2, 29)
        return
    assert found > now
    assert (found.month, found.day) == (day.month, day.day)
    assert found - now < timedelta(days=366) or (day.month, day.day) == (2, 29)


@given(st.text(alphabet=st.sampled_from("lundimarjeveh 0123456789/:.-'àé,demainprochaintuesday"), max_size=60))
def test_any_text_is_understood_or_refused(text: str) -> None:
    refused, found = None, None
    try:
        found = understand_date(text, now=NOW)
    except DateRefused as refusal:
        refused = refusal.reason
    assert (found is None) == (refused in {"nothing", "words", "time", "impossible", "weekday"})
    assert found is None or found.tzinfo is None


@given(st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1)), st.integers(1, 30))
def test_in_so_many_weeks_keeps_the_weekday(now: datetime, weeks: int) -> None:
    found = understand_date(f"dans {weeks} semaines à 18h", now=now)
    assert found.date() - now.date() == timedelta(weeks=weeks)
