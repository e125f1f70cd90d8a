"""What a draft may have got wrong: each doubt in every language it can arise in, and none about good translations."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from publish.catalogue.store import load
from publish.drafting.doubts import doubts
from publish.drafting.marks import bare
from publish.languages import babel_locale
from publish.markup import parsed

TAGS = [
    "ar",
    "da",
    "de",
    "en",
    "es",
    "fi",
    "fr",
    "he",
    "hi",
    "it",
    "ja",
    "ko",
    "lv",
    "nl",
    "pl",
    "pt-BR",
    "ru",
    "th",
    "zh-Hans",
]


def raised(original: str, translation: str, target: str, source: str = "en") -> list[str]:
    return doubts(original, translation, source, target)


@pytest.mark.parametrize(
    ("original", "translation", "target", "expected"),
    [
        ("25,000 came.", "2 500 sont venus.", "fr", ["number changed: “25,000” is missing, “2 500” is new"]),
        ("25,000 came.", "Des gens sont venus.", "fr", ["number changed: “25,000” is missing"]),
        ("Some of them came.", "Il en est venu 500.", "fr", ["number changed: “500” is new"]),
        (
            "It was 12 and 13 then.",
            "C’était alors 50, 60 et 70.",
            "fr",
            [
                *(f"number changed: “{n}” is missing" for n in (12, 13)),
                *(f"number changed: “{n}” is new" for n in (50, 60, 70)),
            ],
        ),
        ("It cost 1,500 euros.", "Es kostete 1,500 Euro.", "de", ["“1,500” means another number in German"]),
        ("Only 18% agreed.", "Seuls 18 étaient d’accord.", "fr", ["the sign “%” is missing"]),
        ("Only 18% agreed.", "Seuls 18 pour cent étaient d’accord.", "fr", []),
        ("Only 18% agreed.", "賛成は18パーセントだけだった。", "ja", []),
        ("Only 18% agreed.", "只有百分之十八的人同意。", "zh-Hans", []),
        ("Only 18% agreed.", "Wyraziło zgodę tylko 18 procent.", "pl", []),
        ("Only 18% agreed.", "وافق ١٨٪ فقط.", "ar", []),
    ],
)
def test_numbers(original: str, translation: str, target: str, expected: list[str]) -> None:
    assert raised(original, translation, target) == expected


@pytest.mark.parametrize(
    ("original", "translation", "target", "expected"),
    [
        ("He (a man) came.", "Il (un homme est venu.", "fr", ["“(” is not closed"]),
        ("He (a man) came.", "Il un homme) est venu.", "fr", ["“)” is not opened"]),
        ("He [a man] came.", "彼［男性が来た。", "ja", ["“［” is not closed"]),
        ("He (a man) came.", "彼（男性)が来た。", "ja", []),  # ugly, but a pair
        ("He (a man) came.", "彼【男性】が来た。", "ja", []),
        ("It ended (so.", "Cela finit (ainsi.", "fr", []),  # the source's slip, or a bracket over two sentences
        ("It ended (so", "Cela finit ((ainsi", "fr", ["“(” is not closed"]),
        ("1. First of all", "1) D’abord", "fr", []),
        ("They [all (came", "Ils sont venus)] tous", "fr", []),  # as many as in the source
        ("a (b) c (d) e", "a )b( c d e", "fr", ["“)” is not opened", "“(” is not closed"]),
    ],
)
def test_brackets(original: str, translation: str, target: str, expected: list[str]) -> None:
    assert raised(original, translation, target) == expected


NOT_CLOSED, NOT_OPENED = "a quotation mark is not closed", "a quotation mark is not opened"


@pytest.mark.parametrize(
    ("translation", "target", "expected"),
    [
        ("Il dit « oui » hier.", "fr", []),
        ("Il dit “oui” hier.", "fr", []),
        ("Il dit « oui hier.", "fr", [NOT_CLOSED]),
        ("Il dit oui » hier.", "fr", [NOT_OPENED]),
        ("Er sagte gestern „ja“.", "de", []),
        ("Er sagte gestern »ja«.", "de", []),
        ("Er sagte gestern „ja”.", "de", []),
        ("Er sagte gestern „ja.", "de", [NOT_CLOSED]),
        ("Er sagte gestern »ja.", "de", [NOT_CLOSED]),
        ("Er sagte gestern ja”.", "de", [NOT_OPENED]),
        ("Er sagte „The “other” one“ dazu.", "de", []),  # an English title in a German one
        ("Er sagte gestern „er hat ‚ja‘ gesagt“.", "de", []),
        ("Er sagte gestern „er hat ‚ja gesagt“.", "de", [NOT_CLOSED]),
        ("Er sagte gestern „geht’s gut?“.", "de", []),
        ("Han sade ”ja” igår.", "sv", []),
        ("Hän sanoi ”kyllä.", "fi", [NOT_CLOSED]),
        ("Han sagde »ja« i går.", "da", []),
        ("彼は昨日「はい」と言った。", "ja", []),
        ("彼は昨日「はいと言った。", "ja", [NOT_CLOSED]),
        ("彼は昨日はい』と言った。", "ja", [NOT_OPENED]),
        ("他昨天说“是”。", "zh-Hans", []),
        ("他昨天说“是。", "zh-Hans", [NOT_CLOSED]),
        ("Он вчера сказал «да».", "ru", []),
        ("Он вчера сказал «да.", "ru", [NOT_CLOSED]),
        ('הוא אמר "כן" אתמול בצה"ל.', "he", []),  # the mark inside a word is an abbreviation's
        ('Disse "sì" ieri.', "it", []),
        ('Disse "sì ieri.', "it", [NOT_CLOSED]),
        ("Il dit oui hier.", "fr", ["the quotation marks are missing"]),
        ("Il a dit l’oui d’hier.", "fr", ["the quotation marks are missing"]),  # apostrophes are no quotation marks
        ("Il dit ‘oui’ hier.", "fr", []),
    ],
)
def test_quotation_marks(translation: str, target: str, expected: list[str]) -> None:
    assert raised("He said “yes” yesterday.", translation, target) == expected


def test_a_quotation_mark_the_source_has_lost_too_is_no_doubt_but_another_is() -> None:
    slip = "He said “yes” in town”."
    assert raised(slip, "Il dit « oui » en ville ».", "fr") == []
    assert raised(slip, "Il dit « oui » en ville.", "fr") == []
    assert raised(slip, "Il dit « oui en ville.", "fr") == [NOT_CLOSED]


@pytest.mark.parametrize(
    ("translation", "target"),
    [
        ("Nous irons à la mer. Nous irons à la mer.", "fr"),
        ("Nous irons à la mer Nous irons à la mer", "fr"),
        ("Nous irons demain à la mer, oui. Il pleut. Nous irons demain à la mer, oui.", "fr"),
        ("Oui, nous irons à la mer, nous irons à la mer, demain.", "fr"),
        ("明日みんなで海に行きます。明日みんなで海に行きます。", "ja"),
        ("我们明天去海边。我们明天去海边。", "zh-Hans"),
    ],
)
def test_repetition(translation: str, target: str) -> None:
    original = "We shall all go to the sea together tomorrow, whatever the weather."
    assert "a sentence is repeated" in raised(original, translation, target)
    twice = "We shall go to the sea. We shall go to the sea."
    assert "a sentence is repeated" not in raised(twice, translation, target), "it is in the source as well"


def test_repeated_words() -> None:
    expected = "some words are repeated: “Faixa de Gaza da Faixa de Gaza”"
    translation = "Israel priva a Faixa de Gaza da Faixa de Gaza."
    assert raised("Israel deprives the Gaza Strip of electricity.", translation, "pt-BR") == [expected]
    assert raised("Israel parts the Gaza Strip from the Gaza Strip.", translation, "pt-BR") == []


@pytest.mark.parametrize(
    ("original", "translation", "target", "expected"),
    [
        (
            "They took part in a few demonstrations, but it is fear that dominates because of the pressure on all.",
            "Ils ont participé à quelques manifestations.",
            "fr",
            ["far shorter than the source (6 words for 19)"],
        ),
        (
            "They took part in a few demonstrations, but it is fear that dominates because of the pressure on all.",
            "彼らはいくつかのデモに参加した。",
            "ja",
            ["far shorter than the source (15 characters for 19 words)"],
        ),
        (
            "They took part in a few demonstrations.",
            "Sie haben an einigen Demonstrationen teilgenommen, doch überwiegt die Angst, denn der Druck ist groß.",
            "de",
            ["far longer than the source (15 words for 7)"],
        ),
        ("Thank you very much", "Merci beaucoup", "fr", []),
        ("UN", "Organisation des Nations unies", "fr", []),
        ("In Japan, there have been major mobilisations.", "日本では大きな行動があった。", "ja", []),
        ("In Japan, there have been major mobilisations.", "日本有过大规模的动员。", "zh-Hans", []),
    ],
)
def test_length(original: str, translation: str, target: str, expected: list[str]) -> None:
    assert raised(original, translation, target) == expected


@pytest.mark.parametrize(
    ("original", "translation", "target", "expected"),
    [
        ("Links with the fight against fascism", "Links with the fight against fascism", "fr", "left in English"),
        ("Links with the fight against fascism", "Links with the Fight against Fascism", "ja", "left in English"),
        ("STOP THE WAR NOW", "STOP THE WAR NOW", "es", "left in English"),
        ("Worldwide mobilisation", "Worldwide mobilisation", "de", "left in English"),
        ("They were arrested in the town.", "They were arrêtés in the town.", "fr", "left in English"),
        (
            "They came late, and the people who had stayed were very happy about it all the same.",
            "Ils sont venus tard, et the people who had stayed étaient pourtant très heureux de la chose.",
            "fr",
            "a part is left in English: “the people who had stayed”",
        ),
        ("Sie wurden in der Stadt verhaftet.", "Sie wurden in der Stadt verhaftet.", "fr", "left in German"),
        ("彼らは町で逮捕された。", "彼らは町で逮捕された。", "en", "left in Japanese"),
        ("彼らは町で逮捕された。", "They were 彼らは町で逮捕された", "en", "left in Japanese"),
        ("Они были задержаны в этом городе вчера.", "Они были задержаны в этом городе вчера", "en", "left in Russian"),
    ],
)
def test_left_in_the_language_of_the_source(original: str, translation: str, target: str, expected: str) -> None:
    source = {"S": "de", "彼": "ja", "О": "ru"}.get(original[0], "en") if original[:3] != "STO" else "en"
    assert raised(original, translation, target, source)[:1] == [expected]


@pytest.mark.parametrize(
    ("original", "translation", "target"),
    [
        ("Terry Conway", "Terry Conway", "fr"),
        ("International Viewpoint", "International Viewpoint", "de"),
        ("openDemocracy", "openDemocracy", "de"),
        ("Reuters, “US public support for Israel drops”", "Reuters, « US public support for Israel drops »", "fr"),
        ("the banner of Workers for a Free Palestine", "Workers for a Free Palestineの旗印", "ja"),
        (
            "the United Electrical, Radio and Machine Workers of America",
            "l’United Electrical, Radio and Machine Workers of America",
            "fr",
        ),
        ("an important participation", "une participation importante", "fr"),
        ("a winter in Berlin", "ein Winter in Berlin", "de"),
        ("His hand was warm in winter", "His hand was warm in winter", "en-GB"),
        ("See https://a.example/the/of/and.", "Voir https://a.example/the/of/and.", "fr"),
    ],
)
def test_what_may_stay_as_it_is(original: str, translation: str, target: str) -> None:
    assert not any("left in" in doubt for doubt in raised(original, translation, target))


@pytest.mark.parametrize(
    ("original", "translation", "target", "expected"),
    [
        (
            "The campaign targets Elbit Systems there.",
            "La campagne vise cette firme.",
            "fr",
            ["the name “Elbit Systems” is missing"],
        ),
        ("The campaign targets Elbit Systems there.", "La campagne y vise Elbit Systems.", "fr", []),
        ("The campaign targets Elbit Systems there.", "La campaña se dirige contra Elbit.", "es", []),
        ("They gave Netanyahu the money.", "Sie gaben Netanjahu das Geld.", "de", []),
        ("They gave Netanyahu the money.", "Sie gaben ihm das ganze Geld.", "de", ["the name “Netanyahu” is missing"]),
        ("It was Darmanin’s law.", "C’était la loi de Darmanin.", "fr", []),
        ("It was Darmanin’s law.", "C’était cette loi.", "fr", ["the name “Darmanin” is missing"]),
        ("Terry Conway writes to us.", "Il nous écrit souvent.", "fr", ["the name “Terry Conway” is missing"]),
        ("They marched in Umm Al-Fahm today.", "Ils ont défilé à Oum al-Fahm aujourd’hui.", "fr", []),
        ("They marched in Vienna today.", "Sie marschierten heute in Wien.", "de", []),
        ("They marched in Vienna today.", "Sie marschierten heute in Bern.", "de", ["the name “Vienna” is missing"]),
        ("They met the Bidens there.", "Tapasivat Bidenit siellä.", "fi", []),
        ("They met Biden there once.", "他们曾在那里见过拜登。", "zh-Hans", []),
        ("They met Biden there once.", "Reiz viņi tur satika Baidenu.", "lv", []),
        ("They came from Germany in October.", "Ils sont venus d’Allemagne en octobre.", "fr", []),
        ("The Germans and the Israeli army came.", "Les Allemands et l’armée israélienne sont venus.", "fr", []),
        ("The UN and the IDs of it came.", "L’ONU et ses papiers sont venus.", "fr", []),
        ("The Labour Party and Congress met.", "Le Parti travailliste et le Congrès se sont réunis.", "fr", []),
        ("They spoke of Marxists and Islamophobia.", "Ils ont parlé de marxistes et d’islamophobie.", "fr", []),
        ("He read “Risking Arrest Again” to us.", "Il nous a lu « Au risque d’une arrestation ».", "fr", []),
        ("Links with the Fight", "Liens avec la lutte", "fr", []),
    ],
)
def test_names(original: str, translation: str, target: str, expected: list[str]) -> None:
    assert raised(original, translation, target) == expected


def test_addresses() -> None:
    original = "Write to a@b.example or see https://b.example/2023/x_y."
    assert raised(original, "Écrivez à a@b.example ou voyez https://b.example/2023/x_y.", "fr") == []
    assert raised(original, "Écrivez à a@b.example ou voyez https://b.example/2024/x_y.", "fr") == [
        "address changed: “https://b.example/2023/x_y” is missing"
    ]


def test_addresses_without_a_scheme() -> None:
    original = "Sign the call of the unions at the.workers.org or read what they say at about.them.net/act."
    right = "Signez l’appel des syndicats sur the.workers.org ou lisez leurs textes sur about.them.net/act."
    assert raised(original, right, "fr") == []
    assert raised(original, right.replace(".net/act", ".net/acte"), "fr") == [
        "address changed: “about.them.net/act” is missing"
    ]
    assert raised("See who.was.org and that.were.com.", "Voir who.was.org et that.were.com.", "fr") == []


@pytest.mark.parametrize(
    ("original", "translation", "expected"),
    [
        ("They met Šárka there.", "Ils y ont vu \ufffd\ufffdárka.", ["a character was lost: “\ufffd”"]),
        ("They met Šárka there.", "Ils y ont vu ⁇ árka.", ["a character was lost: “⁇”"]),
        ("Really⁇ They met \ufffd there.", "Vraiment⁇ Ils y ont vu \ufffd.", []),
        ("Really?? They met there.", "Vraiment?? Ils s’y sont vus.", []),
    ],
)
def test_characters_that_were_lost(original: str, translation: str, expected: list[str]) -> None:
    assert [doubt for doubt in raised(original, translation, "fr") if "character" in doubt] == expected


@pytest.mark.parametrize(
    ("original", "translation", "target", "expected"),
    [
        ("£5m & €3.50", "5 milhões de euros e 3,50 euros", "pt", ["£"]),
        ("£5m & €3.50", "5 milhões de libras e 3,50 euros", "pt", []),
        ("£5m & €3.50", "£5 millions et 3,50 €", "fr", []),
        ("They gave €5 to Europe.", "Sie gaben Europa 5.", "de", ["€"]),
        ("They gave €5 to Europe.", "He antoivat Euroopalle 5 euron setelin.", "fi", []),
        ("It cost 5 million US dollars.", "Cela a coûté 5 millions d’euros.", "fr", ["dollars"]),
        ("It cost 5 million US dollars.", "Cela a coûté 5 millions de dollars.", "fr", []),
        ("It cost 5 million dollars.", "Costò 5 milioni di dollari.", "it", []),
        ("It cost $5 million.", "500万ドルかかった。", "ja", []),
        ("It cost $5 million.", "500万ユーロかかった。", "ja", ["$"]),
        ("It cost $5 million.", "花费了500万美元。", "zh-Hans", []),
        ("It cost $5 million.", "500만 달러가 들었다.", "ko", []),
        ("It cost $5 million.", "500만 유로가 들었다.", "ko", ["$"]),
        ("It cost £5 then.", "Wtedy kosztowało to 5 funtów.", "pl", []),
        ("It cost £5 then.", "Тогда это стоило 5 фунтов.", "ru", []),
        ("It cost £5 then.", "كلف ذلك 5 جنيهات.", "ar", []),
        ("It cost 500 new shekels.", "Cela a coûté 500 shekels.", "fr", []),
        ("It cost NIS 500.", "Cela a coûté 500 dollars.", "fr", ["NIS"]),
        ("It cost NIS 500.", "Das kostete 500 Schekel.", "de", []),
        ("It cost 5 francs.", "Das kostete 5 Franken.", "de", []),
        ("It cost USD 5.", "Das kostete 5 US-$.", "de", []),
        ("It cost ￥500.", "500円かかった。", "ja", []),
        ("In 2023 won the union.", "En 2023, le syndicat a gagné.", "fr", []),
        ("In 2023 real wages fell.", "En 2023, les salaires ont baissé.", "fr", []),
        ("It cost 5 lıra or 5 LİRA or 5 ſhekels.", "Cela a coûté 5.", "fr", []),  # letters that are nearly i and s
        ("IN 2023 ALL TRY AGAIN.", "EN 2023, TOUS RECOMMENCENT.", "fr", []),
        ("It cost millions of dollars.", "Cela a coûté des millions.", "fr", []),  # no number to go with
    ],
)
def test_currencies(original: str, translation: str, target: str, expected: list[str]) -> None:
    found = [doubt for doubt in raised(original, translation, target) if "currency" in doubt]
    assert found == [f"currency changed: “{written}” is missing" for written in expected]


def test_the_gravest_doubt_comes_first() -> None:
    original = "In 2023, they (all of them) met Netanyahu and wrote about it to a@b.example a little later."
    assert raised(original, "En 2022, ils (tous) (ont écrit", "fr") == [
        "far shorter than the source (6 words for 16)",
        "number changed: “2023” is missing, “2022” is new",
        "address changed: “a@b.example” is missing",
        "the name “Netanyahu” is missing",
        "“(” is not closed",
    ]


@pytest.mark.parametrize("tag", ["fr", "es", "de", "ja"])
def test_good_translations_raise_few_doubts(tag: str) -> None:
    catalogue = load(ROOT / "locales" / tag / "LC_MESSAGES" / "building-international-solidarity.po")
    assert catalogue
    entries = [entry for entry in catalogue.entries if entry.source and entry.translation]
    assert len(entries) >= 80
    found = [
        several
        for entry in entries
        if (several := raised(bare(parsed(entry.source, "en")).text, bare(parsed(entry.translation, tag)).text, tag))
    ]
    assert len(found) <= 0.03 * len(entries), found


TEXTS = (
    st.text()
    | st.sampled_from(["5 LİRA", "€5", "5 Euros", "NIS 5"])
    | st.text("()[]{}（）［］“”„«»‹›「」‚‘’'\"AZaz. é\u00a0あ漢の25,%@:/", max_size=60)
)


@given(TEXTS, TEXTS, st.sampled_from(TAGS), st.sampled_from(TAGS))
def test_any_text_can_be_doubted(original: str, translation: str, source: str, target: str) -> None:
    found = doubts(original, translation, source, target)
    assert len(found) == len(set(found))
    assert all(doubt and "\n" not in doubt.replace(original, "").replace(translation, "") for doubt in found)


@given(st.decimals(0, 10**9, places=2), *itertools.repeat(st.sampled_from(TAGS), 2))
def test_a_number_in_each_notation_raises_no_doubt(value: Decimal, source: str, target: str) -> None:
    original, translation = (f"“{format_decimal(value, locale=babel_locale(tag))}” {tag}" for tag in (source, target))
    assert not any("number" in doubt for doubt in doubts(original, translation, source, target))


def test_names_that_stay_are_not_left_in_english() -> None:
    texts = "UNITED AUTO WORKERS FOR PEACE", "UNITED AUTO WORKERS PARA A PAZ", "en", "pt"
    assert "left in English" in doubts(*texts)
    assert doubts(*texts, ["UNITED AUTO WORKERS"]) == []
