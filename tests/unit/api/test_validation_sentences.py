"""Sentences of the checks of parameters are Chinese, and English where that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import BaseModel, ValidationError

from api import schemas
from api.app import close, create_app
from api.config import Config
from api.validation_sentences import in_chinese

WRONG: list[Any] = [
    "",
    "x",
    "x" * 7000,
    "9" * 5000,
    -1,
    1.5,
    10**9,
    [],
    [1],
    ["x"] * 2000,
    {},
    {"x": 1},
    None,
    True,
]
INPUTS = [
    each
    for each in vars(schemas).values()
    if isinstance(each, type) and issubclass(each, schemas.Asked) and each is not schemas.Asked
]


def complaints(model: type[BaseModel], given: Any) -> Iterator[str]:
    try:
        model.model_validate(given)
    except ValidationError as error:
        yield from (each["msg"] for each in error.errors())


@pytest.mark.parametrize("model", INPUTS, ids=lambda model: model.__name__)
def test_no_wrong_input_of_any_route_is_told_in_english(model: type[BaseModel]) -> None:
    names = [field.alias or name for name, field in model.model_fields.items()]
    said = {
        text for name in names for wrong in WRONG for text in complaints(model, {name: wrong, "nosuch": 1})
    }
    said |= {text for wrong in WRONG for text in complaints(model, {"items": [wrong]})}
    assert len(said) >= 2
    assert not [text for text in said if re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", in_chinese(text))]


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    app = create_app(Config(store="memory:"))
    yield app.test_client()
    close(app)


def test_a_wrong_parameter_is_told_in_chinese_and_in_english_to_who_asks_so(client: FlaskClient) -> None:
    path = "/api/tasks?limit=0&as=boss&nosuch=1"
    for language in ({}, {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}, {"Accept-Language": "fr"}):
        told = client.get(path, headers=language).get_json()
        assert told["title"] == "请求有误" and told["status"] == 400
        assert told["detail"] == (
            "limit：不能小于 1；as：应为 lead、responsible、support、guide、mention 之一；nosuch：没有这个参数"
        )
    told = client.get(path, headers={"Accept-Language": "en-GB,en;q=0.9"}).get_json()
    assert told["title"] == "Bad request"
    assert told["detail"].startswith("limit: Input should be greater than or equal to 1；as: ")
