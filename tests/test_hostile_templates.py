"""A hostile template is stopped by the grammar and the sandbox, before anything is filled in."""

from __future__ import annotations

from time import perf_counter

import pytest
from documents_templates import FIELDS, clean_parts, fill, p, table, template_bytes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from shk_xl.documents.templates import compilation
from shk_xl.documents.templates.compilation import load_template
from shk_xl.documents.word.styles import read_styles
from shk_xl.domain.faults import Refused
from shk_xl.wording import in_words

pytestmark = pytest.mark.thorough

TAGS = [
    "{{ namn.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ namn.__init__.__globals__['os'].popen('id').read() }}",
    "{{ self._TemplateReference__context }}",
    "{{ self }}",
    "{{ namn['__class__'] }}",
    "{{ namn|attr('__class__') }}",
    "{{ (namn).__class__ }}",
    "{{ rader[0].__class__ }}",
    "{{ rader.append(1) }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ config }}",
    "{{ range(10**9) }}",
    "{{ 'a' * 10**9 }}",
    "{{ 9**9**9 }}",
    "{{ namn.format(namn) }}",
    "{{ '%s' % namn }}",
    "{{ namn ~ namn }}",
    "{{ [namn] }}",
    "{{ {'a': namn} }}",
    "{{ namn if namn else namn }}",
    "{{ namn }}{{ caller() }}",
    "{{ 1 }}",
    "{% for x in range(10**9) %}x{% endfor %}",
    "{% for x in 'abc' %}x{% endfor %}",
    "{% for x in rader|list %}x{% endfor %}",
    "{% for x in rader recursive %}{{ loop(rader) }}{% endfor %}",
    "{% for x in rader if namn %}x{% endfor %}",
    "{% for a, b in rader %}x{% endfor %}",
    "{% set namn = 'x' %}",
    "{% set namn %}x{% endset %}",
    "{% macro m() %}x{% endmacro %}",
    "{% call m() %}x{% endcall %}",
    "{% include 'word/document.xml' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import path %}",
    "{% extends 'x' %}",
    "{% block x %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}",
    "{% autoescape false %}{{ namn }}{% endautoescape %}",
    "{% with x = namn %}{% endwith %}",
    "{% raw %}{{ namn }}{% endraw %}",
    "{% do namn %}",
    "{% debug %}",
    "{% trans %}x{% endtrans %}",
    "{% break %}",
    "{%- if namn -%}x{%- endif -%}",
    "{% if namn.__class__ %}x{% endif %}",
    "{% if namn is callable %}x{% endif %}",
    "{% if namn in rader %}x{% endif %}",
    "{% if 10**10 == 1 %}x{% endif %}",
    "{% if namn > 1 %}x{% endif %}",
    "{% if lipsum %}x{% endif %}",
    "{{r namn }}",
    "{%r if namn %}x{%r endif %}",
    "{{ " + "(" * 100 + "namn" + ")" * 100 + " }}",
    "{% if " + "not " * 500 + "namn %}x{% endif %}",
    "{{ " + "namn" * 1000 + " }}",
]


def refused(body: str) -> list[str]:
    with pytest.raises(Refused) as caught:
        load_template(template_bytes(body), "mall.docx", FIELDS)
    assert all(in_words(fault) for fault in caught.value.faults)
    return [fault.code for fault in caught.value.faults]


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_that_does_more_than_write_a_field_is_refused(tag: str) -> None:
    assert refused(p(tag))


def test_loops_in_loops_are_few_and_never_over_the_same_rows() -> None:
    again = (
        p("{%p for a in rader %}") + p("{%p for b in rader %}") + p("x") + p("{%p endfor %}") * 2
    )
    assert refused(again) == ["template_loops_nested"]
    deep = "".join(p(f"{{%p for a{n} in {source} %}}") for n, source in enumerate(NESTED))
    assert "template_loops_nested" in refused(deep + p("x") + p("{%p endfor %}") * len(NESTED))


NESTED = ("rader", "a0.celler", "rader", "rader")


def test_conditions_in_conditions_end_before_the_stack_does() -> None:
    depth = 500
    body = p("{%p if namn %}") * depth + p("x") + p("{%p endif %}") * depth
    assert "template_loops_nested" in refused(body)


@pytest.mark.parametrize(
    "text",
    ["{" * 50_000, "{{" * 25_000, "{% " * 20_000, "{{ a " * 10_000, "}" * 50_000, "{{}}" * 5_000],
    ids=["braces", "openers", "blocks", "fields", "closers", "pairs"],
)
def test_a_paragraph_of_braces_is_judged_in_linear_time(text: str) -> None:
    start = perf_counter()
    assert refused(p(text))
    assert perf_counter() - start < 10


def test_values_are_never_read_as_a_template() -> None:
    typed = "{{ rader }}{% for x in rader %}{{ namn }}{% endfor %}"
    assert fill(p("{{ namn }}") + table(("{{ effektmål }}",)), namn=typed).texts == [typed]


def test_the_sandbox_stands_behind_the_grammar() -> None:
    """Were a tag to pass the grammar, the environment that templates are compiled in stops it."""
    environment = compilation._environment(read_styles(clean_parts()["word/styles.xml"]))
    assert isinstance(environment, SandboxedEnvironment)
    with pytest.raises(SecurityError):
        environment.from_string("{{ ''.__class__.__mro__ }}").render()
    with pytest.raises(OverflowError):
        environment.from_string("{% for x in range(10**9) %}x{% endfor %}").render()
