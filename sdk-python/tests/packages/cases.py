"""Popular packages of PyPI, each with a small use.

A case is a module. The result of its function `use` must be the same in Python and in a plugin. Its
key is the package's name on PyPI; further packages that it needs are in `ALSO`.
"""

CASES = {
    "arrow": """
import arrow
def use(): return [arrow.get("2026-01-31T10:00:00+00:00").shift(months=1).format("YYYY-MM-DD dddd"),
    arrow.get(2026, 1, 1, tzinfo="Europe/Paris").humanize(arrow.get(2026, 1, 3))]
""",
    "asteval": """
from asteval import Interpreter
def use(): return Interpreter(use_numpy=False)("sum([x * 2 for x in range(4)])")
""",
    "attrs": """
from attrs import asdict, define, field, validators
@define
class Point:
    x: int = field(validator=validators.instance_of(int))
    tags: list = field(factory=list)
def use():
    try: Point("a")
    except TypeError as error: return [asdict(Point(1)), error.args[0]]
""",
    "babel": """
from datetime import date
from decimal import Decimal
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
def use(): return [format_date(date(2026, 1, 31), "full", locale="de"), format_decimal(Decimal("1234567.891"), locale="fr"),
    format_currency(12.5, "EUR", locale="en_US")]
""",
    "beautifulsoup4": """
from bs4 import BeautifulSoup
def use():
    soup = BeautifulSoup("<p class=a>x<b>y</b></p><a href='/z'>z</a>", "html.parser")
    return [soup.select_one("p.a b").text, soup.a["href"], soup.prettify()]
""",
    "bitstring": """
from bitstring import BitArray
def use(): return [BitArray("0xff, 0b01").bin, BitArray(uint=5, length=8).hex]
""",
    "bleach": """
import bleach
def use(): return [bleach.clean("<p onclick=x>a<script>b</script></p>"), bleach.linkify("see example.com")]
""",
    "boltons": """
from boltons.iterutils import chunked, remap
from boltons.strutils import slugify
def use(): return [chunked(range(5), 2), slugify("A b c"), remap({"a": None, "b": 1}, lambda path, key, value: value is not None)]
""",
    "boto3": """
import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
def use():
    request = AWSRequest("GET", "https://s3.amazonaws.com/b", headers={"X-Amz-Date": "20260102T030405Z"})
    auth = SigV4Auth(Credentials("id", "secret"), "s3", "us-east-1")
    request.context["timestamp"] = "20260102T030405Z"
    return auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
""",
    "cachetools": """
from cachetools import LRUCache, cached
calls = []
@cached(LRUCache(2))
def double(n):
    calls.append(n)
    return n * 2
def use():
    calls.clear()
    return [[double(n) for n in (1, 2, 1, 3, 2)], calls]
""",
    "cattrs": """
from attrs import define
from cattrs import structure, unstructure
@define
class Item:
    name: str
    prices: list[float]
def use(): return unstructure(structure({"name": "a", "prices": ["1.5", 2]}, Item))
""",
    "cbor2": """
import cbor2
from datetime import datetime, timezone
def use(): return [cbor2.dumps({"a": [1, "b", 1.5]}).hex(), str(cbor2.loads(cbor2.dumps(datetime(2026, 1, 2, tzinfo=timezone.utc))))]
""",
    "chardet": """
import chardet
def use(): return chardet.detect("Größe, Äpfel, Übung und Straße".encode("utf-8"))["encoding"]
""",
    "charset-normalizer": """
from charset_normalizer import from_bytes
def use(): return from_bytes("Bсеки човек има право на образование.".encode("cp1251")).best().encoding
""",
    "click": """
import click
from click.testing import CliRunner
@click.command()
@click.option("--count", default=1, type=int)
@click.argument("name")
def hello(count, name): click.echo(" ".join([f"Hello {name}"] * count))
def use():
    context = hello.make_context("hello", ["--count", "2", "Ada"])
    return [context.params, hello.get_help(context)]
""",
    "construct": """
from construct import Byte, GreedyBytes, Int16ub, Struct
Header = Struct("version" / Byte, "length" / Int16ub, "data" / GreedyBytes)
def use():
    parsed = Header.parse(bytes([1, 0, 2, 3, 4]))
    return [parsed.version, parsed.length, Header.build({"version": 2, "length": 1, "data": b"x"}).hex()]
""",
    "croniter": """
from datetime import datetime
from croniter import croniter
def use(): return str(croniter("*/15 3 * * 1", datetime(2026, 1, 2)).get_next(datetime))
""",
    "cssselect": """
from cssselect import GenericTranslator
def use(): return GenericTranslator().css_to_xpath("div.a > p:first-child")
""",
    "dacite": """
from dataclasses import dataclass
from dacite import from_dict
@dataclass
class Inner:
    n: int
@dataclass
class Outer:
    inner: Inner
    names: list[str]
def use(): return repr(from_dict(Outer, {"inner": {"n": 1}, "names": ["a"]}))
""",
    "dataclasses-json": """
from dataclasses import dataclass
from dataclasses_json import LetterCase, dataclass_json
@dataclass_json(letter_case=LetterCase.CAMEL)
@dataclass
class Person:
    first_name: str
    ages: list[int]
def use(): return [Person("Ada", [1]).to_json(), repr(Person.from_json('{"firstName": "B", "ages": []}'))]
""",
    "dateparser": """
from datetime import datetime
import dateparser
def use(): return [str(dateparser.parse("12 mars 2026 10:30")), str(dateparser.parse("2 days ago", settings={"RELATIVE_BASE": datetime(2026, 1, 3)}))]
""",
    "deepdiff": """
from deepdiff import DeepDiff
def use(): return str(DeepDiff({"a": [1, 2]}, {"a": [1, 3], "b": 1}))
""",
    "defusedxml": """
from defusedxml.ElementTree import fromstring
def use():
    try: fromstring('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    except Exception as error: return [type(error).__name__, fromstring("<a><b>1</b></a>").find("b").text]
""",
    "django": """
from django.conf import settings
settings.configure(USE_TZ=True, TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}])
import django
django.setup()
from django import forms
from django.template import engines
from django.utils.text import slugify
class Form(forms.Form):
    age = forms.IntegerField(min_value=1)
def use():
    form = Form({"age": "0"})
    return [engines["django"].from_string("{% for a in b %}{{ a|upper }} {% endfor %}").render({"b": ["x", "<"]}), form.errors.as_json(), slugify("A b!")]
""",
    "dnspython": """
import dns.message
import dns.name
def use(): return [str(dns.name.from_text("www.example.com").parent()), dns.message.make_query("example.com", "MX", id=1).to_wire().hex()]
""",
    "docutils": """
from docutils.core import publish_parts
def use(): return publish_parts("Title\\n=====\\n\\n*a* and ``b``\\n", writer="html5")["body"]
""",
    "ecdsa": """
from hashlib import sha256
from ecdsa import NIST256p, SigningKey
def use():
    key = SigningKey.from_secret_exponent(12345, NIST256p, sha256)
    signature = key.sign_deterministic(b"message")
    return [signature.hex(), key.verifying_key.verify(signature, b"message")]
""",
    "email-validator": """
from email_validator import EmailNotValidError, validate_email
def use():
    try: validate_email("a@b", check_deliverability=False)
    except EmailNotValidError as error: return [str(error), validate_email("Ada@EXAMPLE.org", check_deliverability=False).normalized]
""",
    "faker": """
from faker import Faker
def use():
    fake = Faker(["en_US", "de_DE"])
    Faker.seed(1)
    return [fake.name(), fake["de_DE"].city(), fake.email()]
""",
    "feedparser": """
import feedparser
def use():
    feed = feedparser.parse("<rss version='2.0'><channel><title>a</title><item><title>b</title><pubDate>Fri, 02 Jan 2026 03:04:05 GMT</pubDate></item></channel></rss>")
    return [feed.feed.title, feed.entries[0].title, list(feed.entries[0].published_parsed)[:5]]
""",
    "flask": """
from flask import Flask, jsonify, request
app = Flask("app")
@app.post("/double")
def double(): return jsonify(value=request.json["n"] * 2)
def use():
    answer = app.test_client().post("/double", json={"n": 21})
    return [answer.status_code, answer.json]
""",
    "fpdf2": """
from datetime import datetime, timezone
from fpdf import FPDF
def use():
    pdf = FPDF()
    pdf.set_creation_date(datetime(2026, 1, 2, tzinfo=timezone.utc))
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.cell(text="Hello")
    return len(pdf.output())
""",
    "funcy": """
import funcy
def use(): return [funcy.lsplit(lambda n: n % 2, range(5)), funcy.walk_values(str, {"a": 1}), funcy.lflatten([1, [2, [3]]])]
""",
    "glom": """
from glom import Coalesce, glom
def use(): return glom({"a": {"b": [{"c": 1}, {"c": 2}]}}, {"cs": ("a.b", ["c"]), "d": Coalesce("x", default=0)})
""",
    "graphql-core": """
from graphql import build_schema, graphql_sync
def use(): return graphql_sync(build_schema("type Query { a(n: Int!): Int }"), "{ a(n: 2) }", {"a": lambda info, n: n * 2}).data
""",
    "holidays": """
import holidays
def use(): return [holidays.country_holidays("DE", subdiv="BY", years=2026).get("2026-01-06"), len(holidays.country_holidays("US", years=2026))]
""",
    "html5lib": """
import html5lib
def use():
    tree = html5lib.parse("<p>a<b>c", namespaceHTMLElements=False)
    return [tree.find("body/p/b").text, html5lib.serialize(tree)]
""",
    "humanize": """
from datetime import timedelta
import humanize
def use(): return [humanize.naturalsize(1234567), humanize.intcomma(1234567), humanize.naturaldelta(timedelta(hours=30)), humanize.ordinal(3)]
""",
    "icalendar": """
from datetime import datetime, timezone
from icalendar import Calendar, Event
def use():
    event = Event()
    event.add("summary", "a")
    event.add("dtstart", datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc))
    calendar = Calendar()
    calendar.add_component(event)
    text = calendar.to_ical()
    return [text.decode(), str(Calendar.from_ical(text).walk("VEVENT")[0]["summary"])]
""",
    "idna": """
import idna
def use(): return [idna.encode("bücher.example").decode(), idna.decode("xn--bcher-kva.example")]
""",
    "inflect": """
import inflect
engine = inflect.engine()
def use(): return [engine.plural("child"), engine.number_to_words(1234), engine.an("hour")]
""",
    "intervaltree": """
from intervaltree import IntervalTree
def use():
    tree = IntervalTree.from_tuples([(1, 5, "a"), (4, 8, "b")])
    return sorted(each.data for each in tree[4])
""",
    "isodate": """
import isodate
def use(): return [str(isodate.parse_duration("P1DT2H")), isodate.datetime_isoformat(isodate.parse_datetime("2026-01-02T03:04:05Z"))]
""",
    "itsdangerous": """
from itsdangerous import BadSignature, URLSafeSerializer
def use():
    serializer = URLSafeSerializer("key")
    text = serializer.dumps({"a": 1})
    try: serializer.loads(text + "x")
    except BadSignature as error: return [text, serializer.loads(text), str(error)]
""",
    "jinja2": """
from jinja2 import Environment
template = Environment(autoescape=True).from_string("{% for a in b if a %}{{ loop.index }}: {{ a|title }}\\n{% endfor %}")
def use(): return template.render(b=["x y", "", "<z>"])
""",
    "jmespath": """
import jmespath
def use(): return jmespath.search("a[?n > `1`].name | sort(@)", {"a": [{"n": 2, "name": "z"}, {"n": 3, "name": "y"}, {"n": 1, "name": "x"}]})
""",
    "json5": """
import json5
def use(): return json5.loads("{a: [1, .5, 'x',], /* c */ b: +Infinity}")
""",
    "jsonpatch": """
import jsonpatch
def use():
    patch = jsonpatch.make_patch({"a": [1]}, {"a": [1, 2], "b": 3})
    return [patch.apply({"a": [1]}), sorted(map(str, patch))]
""",
    "jsonpath-ng": """
from jsonpath_ng.ext import parse
def use(): return [match.value for match in parse("$.a[?(@.n > 1)].name").find({"a": [{"n": 2, "name": "z"}, {"n": 1, "name": "x"}]})]
""",
    "jsonpickle": """
import jsonpickle
class Thing:
    def __init__(self, n): self.n = n
def use(): return [jsonpickle.encode({"a": Thing(1)}, unpicklable=False), jsonpickle.decode(jsonpickle.encode(Thing(2))).n]
""",
    "jsonschema": """
from jsonschema import Draft202012Validator
check = Draft202012Validator({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}})
def use(): return sorted(error.message for each in ({"a": "x"}, {}) for error in check.iter_errors(each))
""",
    "lark": """
from lark import Lark
parser = Lark('''
start: sum
sum: product ("+" product)*
product: NUMBER ("*" NUMBER)*
%import common.NUMBER
%ignore " "
''')
def use(): return parser.parse("1 + 2 * 3").pretty()
""",
    "loguru": """
from loguru import logger
def use():
    lines = []
    logger.remove()
    logger.add(lines.append, format="{level} {message} {extra}")
    logger.bind(a=1).info("seen {}", 2)
    return [str(line) for line in lines]
""",
    "lxml": """
from lxml import etree
def use(): return etree.fromstring("<a><b/></a>").tag
""",
    "mako": """
from mako.template import Template
def use(): return Template("% for a in b:\\n${a | h}\\n% endfor\\n").render(b=["x", "<"])
""",
    "markdown": """
import markdown
def use(): return markdown.markdown("# a\\n\\n| b | c |\\n|---|---|\\n| 1 | 2 |\\n", extensions=["tables", "toc"])
""",
    "markdown-it-py": """
from markdown_it import MarkdownIt
def use(): return MarkdownIt("commonmark").enable("table").render("# a\\n\\n| b |\\n|---|\\n| *c* |\\n")
""",
    "markupsafe": """
from markupsafe import Markup, escape
def use(): return [str(escape("<a>")), Markup("<b>%s</b>") % "<"]
""",
    "marshmallow": """
from marshmallow import Schema, ValidationError, fields
class Person(Schema):
    name = fields.Str(required=True)
    born = fields.Date()
def use():
    try: Person().load({"born": "x"})
    except ValidationError as error: return [error.messages, str(Person().load({"name": "a", "born": "2026-01-02"}))]
""",
    "mistune": """
import mistune
def use(): return mistune.html("# a\\n\\n* **b**\\n")
""",
    "more-itertools": """
from more_itertools import chunked, distinct_permutations, peekable, windowed
def use(): return [list(chunked(range(5), 2)), list(windowed("abcd", 2)), len(list(distinct_permutations("aab"))), peekable([1]).peek()]
""",
    "mpmath": """
import mpmath
def use():
    with mpmath.workdps(40): return [str(mpmath.pi), str(mpmath.zeta(3)), str(mpmath.quad(mpmath.sin, [0, mpmath.pi]))]
""",
    "msgpack": """
import msgpack
def use(): return msgpack.unpackb(msgpack.packb({"a": [1, "b", None, 1.5]}))
""",
    "nameparser": """
from nameparser import HumanName
def use(): return HumanName("Dr. Juan Q. Xavier de la Vega III").as_dict()
""",
    "networkx": """
import networkx as nx
def use():
    graph = nx.DiGraph([("a", "b"), ("b", "c"), ("a", "d"), ("d", "c")])
    graph["a"]["d"]["weight"] = 5
    return [nx.shortest_path(graph, "a", "c", weight="weight"), list(nx.topological_sort(graph))]
""",
    "num2words": """
from num2words import num2words
def use(): return [num2words(1234, lang="de"), num2words(3, to="ordinal")]
""",
    "numpy": """
import numpy
def use(): return numpy.arange(3).tolist()
""",
    "oauthlib": """
from oauthlib.oauth1 import Client
def use(): return Client("key", "secret", nonce="n", timestamp="1").sign("https://example.com/a?b=c")[1]
""",
    "openpyxl": """
from io import BytesIO
from openpyxl import Workbook, load_workbook
def use():
    book = Workbook()
    book.active.append(["a", 1.5])
    file = BytesIO()
    book.save(file)
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(file.getvalue())).active]
""",
    "orjson": """
import orjson
def use(): return orjson.dumps({"a": 1}).decode()
""",
    "packaging": """
from packaging.requirements import Requirement
from packaging.version import Version
def use(): return [Version("1.10") > Version("1.9"), str(Requirement("a[b]>=1; python_version > '3'").specifier)]
""",
    "parso": """
import parso
def use(): return [node.type for node in parso.parse("x = 1\\ndef f(): pass\\n", version="3.10").children]
""",
    "passlib": """
from passlib.hash import pbkdf2_sha256, sha512_crypt
def use(): return [pbkdf2_sha256.using(salt=b"saltsalt", rounds=10).hash("a"), sha512_crypt.using(salt="salt", rounds=1000).hash("a")]
""",
    "pendulum": """
import pendulum
def use(): return [pendulum.datetime(2026, 1, 31).add(months=1).to_date_string(), pendulum.parse("2026-01-02").format("dddd")]
""",
    "phonenumbers": """
import phonenumbers
def use():
    number = phonenumbers.parse("020 7946 0958", "GB")
    return [phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), phonenumbers.is_valid_number(number)]
""",
    "pillow": """
from PIL import Image
def use(): return Image.new("L", (2, 2)).size
""",
    "pint": """
import pint
units = pint.UnitRegistry(cache_folder=None)
def use(): return [str(units("3 km").to("mile")), str(units("2 m") / units("4 s"))]
""",
    "ply": """
import ply.lex as lex
tokens = ("NUMBER", "PLUS")
t_PLUS = r"\\+"
t_NUMBER = r"[0-9]+"
t_ignore = " "
def t_error(token): token.lexer.skip(1)
lexer = lex.lex()
def use():
    lexer.input("1 + 23")
    return [(token.type, token.value) for token in lexer]
""",
    "prettytable": """
from prettytable import PrettyTable
def use():
    table = PrettyTable(["a", "b"])
    table.add_row(["x", 1])
    return table.get_string()
""",
    "protobuf": """
from google.protobuf.json_format import MessageToJson
from google.protobuf.struct_pb2 import Struct
def use():
    value = Struct()
    value.update({"a": [1, "b"]})
    copy = Struct.FromString(value.SerializeToString())
    return MessageToJson(copy)
""",
    "pydantic": """
from pydantic import BaseModel, ValidationError
class Item(BaseModel):
    n: int
    tags: list[str] = []
def use():
    try: Item(n="x")
    except ValidationError as error: return [Item(n="1").dict(), error.errors()[0]["type"]]
""",
    "pyfiglet": """
from pyfiglet import figlet_format
def use(): return figlet_format("a b", font="slant")
""",
    "pygments": """
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
def use(): return highlight("def f(): return 1", get_lexer_by_name("python"), HtmlFormatter())
""",
    "pyjwt": """
import jwt
def use():
    token = jwt.encode({"a": 1}, "k" * 32, "HS256")
    return [token, jwt.decode(token, "k" * 32, ["HS256"])]
""",
    "pymysql": """
from pymysql.converters import escape_item
def use(): return [escape_item("a'b", "utf8"), escape_item(None, "utf8")]
""",
    "pyparsing": """
import pyparsing as pp
number = pp.Word(pp.nums).set_parse_action(lambda found: int(found[0]))
expression = pp.infix_notation(number, [("*", 2, pp.OpAssoc.LEFT), ("+", 2, pp.OpAssoc.LEFT)])
def use(): return expression.parse_string("1 + 2 * 3", parse_all=True).as_list()
""",
    "pypdf": """
from io import BytesIO
from pypdf import PdfReader, PdfWriter
def use():
    writer = PdfWriter()
    writer.add_blank_page(100, 200)
    writer.add_metadata({"/Title": "a"})
    file = BytesIO()
    writer.write(file)
    reader = PdfReader(BytesIO(file.getvalue()))
    return [len(reader.pages), reader.metadata.title, float(reader.pages[0].mediabox.height)]
""",
    "pyrsistent": """
from pyrsistent import freeze, pmap
def use(): return [dict(pmap({"a": 1}).set("b", 2)), repr(freeze({"a": [1, 2]}).transform(["a", 0], 9))]
""",
    "python-dateutil": """
from datetime import datetime
from dateutil import parser, relativedelta, rrule
def use(): return [str(parser.parse("Fri 2 Jan 2026 3:04 PM")), str(datetime(2026, 1, 31) + relativedelta.relativedelta(months=1)),
    [str(each) for each in rrule.rrulestr("FREQ=WEEKLY;COUNT=2", dtstart=datetime(2026, 1, 2))]]
""",
    "python-docx": """
from docx import Document
def use(): return Document().paragraphs
""",
    "python-slugify": """
from slugify import slugify
def use(): return [slugify("Über Größe & 影師嗎"), slugify("a b c", max_length=3)]
""",
    "python-stdnum": """
from stdnum import iban, isbn
def use(): return [iban.format("GR1601101050000010547023795"), isbn.is_valid("978-0-471-11709-4")]
""",
    "pytz": """
from datetime import datetime
import pytz
def use(): return str(pytz.timezone("America/New_York").localize(datetime(2026, 7, 1, 12)).astimezone(pytz.utc))
""",
    "pyyaml": """
import yaml
def use(): return [yaml.safe_load("a: [1, 2026-01-02, x]\\nb: &c {d: 1}\\ne: *c")["e"], yaml.safe_dump({"a": [1, "b"]})]
""",
    "qrcode": """
import qrcode
def use():
    code = qrcode.QRCode()
    code.add_data("https://example.com")
    code.make()
    return [code.version, "".join("#" if cell else " " for cell in code.modules[10])]
""",
    "rapidfuzz": """
from rapidfuzz import fuzz
def use(): return round(fuzz.ratio("this is a test", "this is a test!"), 3)
""",
    "regex": """
import regex
def use(): return regex.findall(r"\\p{Lu}", "aBC")
""",
    "reportlab": """
from io import BytesIO
from reportlab.pdfgen.canvas import Canvas
def use():
    file = BytesIO()
    canvas = Canvas(file, invariant=1)
    canvas.drawString(100, 100, "Hello")
    canvas.save()
    return len(file.getvalue())
""",
    "requests": """
import requests
def use(): return requests.get("https://example.com").status_code
""",
    "rfc3986": """
import rfc3986
def use(): return [rfc3986.uri_reference("HTTP://Example.com/a/../b").normalize().unsplit(), rfc3986.is_valid_uri("https://a b")]
""",
    "rich": """
from io import StringIO
from rich.console import Console
from rich.table import Table
def use():
    table = Table("a", "b", title="t")
    table.add_row("[bold]x[/]", "1")
    console = Console(file=StringIO(), width=40)
    console.print(table)
    return console.file.getvalue()
""",
    "rsa": """
import rsa
key = rsa.PrivateKey(3247, 65537, 833, 191, 17)
def use(): return rsa.core.encrypt_int(rsa.core.decrypt_int(123, key.e, key.n), key.d, key.n)
""",
    "ruamel.yaml": """
from io import StringIO
from ruamel.yaml import YAML
def use():
    yaml = YAML()
    data = yaml.load("# head\\na: 1  # first\\nb: [1, 2]\\n")
    data["a"] = 2
    file = StringIO()
    yaml.dump(data, file)
    return file.getvalue()
""",
    "schema": """
from schema import And, Schema, SchemaError, Use
check = Schema({"n": And(Use(int), lambda n: n > 0)})
def use():
    try: check.validate({"n": "0"})
    except SchemaError as error: return [check.validate({"n": "1"}), len(error.autos)]
""",
    "semver": """
import semver
def use(): return [str(semver.Version.parse("1.2.3-rc.1").bump_minor()), semver.Version.parse("1.2.3").match(">=1.0.0")]
""",
    "simpleeval": """
from simpleeval import simple_eval
def use(): return simple_eval("2 * x + max(1, y)", names={"x": 3, "y": 4}, functions={"max": max})
""",
    "simplejson": """
from decimal import Decimal
import simplejson
def use(): return [simplejson.dumps({"a": Decimal("1.10")}), str(simplejson.loads("[1.10]", use_decimal=True)[0])]
""",
    "sortedcontainers": """
from sortedcontainers import SortedDict, SortedList
def use(): return [list(SortedList([3, 1, 2]).irange(2)), SortedDict({"b": 1, "a": 2}).peekitem(0)]
""",
    "sqlalchemy": """
from sqlalchemy import Column, Integer, MetaData, String, Table, select
users = Table("users", MetaData(), Column("id", Integer, primary_key=True), Column("name", String))
def use(): return str(select(users.c.name).where(users.c.id > 1).order_by(users.c.name))
""",
    "sqlglot": """
import sqlglot
def use(): return sqlglot.transpile("SELECT TOP 3 a FROM b", read="tsql", write="postgres")
""",
    "sqlparse": """
import sqlparse
def use(): return [sqlparse.format("select a from b where c=1", reindent=True, keyword_case="upper"), len(sqlparse.split("select 1; select 2"))]
""",
    "stripe": """
import stripe
def use():
    payload = '{"id": "evt_1", "object": "event", "type": "charge.succeeded", "data": {"object": {"id": "ch_1", "object": "charge"}}}'
    signature = stripe.WebhookSignature._compute_signature(f"1.{payload}", "secret")
    return stripe.Webhook.construct_event(payload, f"t=1,v1={signature}", "secret", tolerance=None).type
""",
    "structlog": """
import structlog
def use():
    log = structlog.wrap_logger(structlog.ReturnLogger(), processors=[structlog.processors.add_log_level, structlog.processors.JSONRenderer(sort_keys=True)])
    return log.bind(a=1).info("seen", b=2)
""",
    "svgwrite": """
import svgwrite
def use():
    drawing = svgwrite.Drawing(size=(10, 10))
    drawing.add(drawing.circle((5, 5), 2, fill="red"))
    return drawing.tostring()
""",
    "sympy": """
import sympy
x = sympy.Symbol("x")
def use(): return [str(sympy.integrate(sympy.sin(x) * x, x)), str(sympy.solve(x**2 - 2, x))]
""",
    "tabulate": """
from tabulate import tabulate
def use(): return tabulate([["a", 1.5], ["b", 20]], headers=["k", "v"], tablefmt="github")
""",
    "tenacity": """
from tenacity import retry, stop_after_attempt, wait_exponential
tries = []
@retry(stop=stop_after_attempt(3), wait=wait_exponential(0.001), reraise=True)
def fails():
    tries.append(1)
    raise ValueError("always")
def use():
    tries.clear()
    try: fails()
    except ValueError as error: return [len(tries), str(error)]
""",
    "textdistance": """
import textdistance
def use(): return [textdistance.levenshtein("kitten", "sitting"), round(textdistance.jaro_winkler("martha", "marhta"), 6)]
""",
    "texttable": """
from texttable import Texttable
def use():
    table = Texttable()
    table.add_rows([["a", "b"], ["x", 1]])
    return table.draw()
""",
    "textx": """
from textx import metamodel_from_str
model = metamodel_from_str("Model: 'say' names+=ID[','];")
def use(): return model.model_from_str("say a, b").names
""",
    "thefuzz": """
from thefuzz import fuzz
def use(): return fuzz.ratio("this is a test", "this is a test!")
""",
    "tomli": """
import tomli
def use(): return tomli.loads("[a]\\nb = [1, 2.5, 'x']\\n")
""",
    "tomlkit": """
import tomlkit
def use():
    document = tomlkit.parse("# head\\n[a]\\nb = 1 # first\\n")
    document["a"]["b"] = 2
    return tomlkit.dumps(document)
""",
    "toolz": """
from toolz import compose, groupby, pipe
from toolz.curried import map
def use(): return [groupby(len, ["a", "bb", "c"]), pipe([1, 2], map(lambda n: n + 1), list), compose(str, abs)(-1)]
""",
    "tqdm": """
from io import StringIO
from tqdm import tqdm
def use(): return sum(tqdm(range(5), file=StringIO()))
""",
    "typer": """
import typer
app = typer.Typer(add_completion=False)
@app.command()
def hello(name: str, count: int = 1): typer.echo(f"Hello {name}" * count)
def use(): return app(["Ada", "--count", "2"], standalone_mode=False)
""",
    "tzdata": """
from datetime import datetime
from zoneinfo import ZoneInfo
def use(): return datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Asia/Tokyo")).isoformat()
""",
    "tzlocal": """
import tzlocal
def use(): return str(tzlocal.get_localzone())
""",
    "unidecode": """
from unidecode import unidecode
def use(): return unidecode("Größe 北亰 Ελλάδα")
""",
    "validators": """
import validators
def use(): return [validators.url("https://example.com"), bool(validators.email("x")), validators.iban("GB82WEST12345698765432")]
""",
    "vobject": """
import vobject
def use(): return str(vobject.readOne("BEGIN:VCARD\\nVERSION:3.0\\nFN:Ada\\nN:L;A;;;\\nEND:VCARD\\n").fn.value)
""",
    "voluptuous": """
from voluptuous import Invalid, Range, Required, Schema, All
check = Schema({Required("n"): All(int, Range(min=1))})
def use():
    try: check({"n": 0})
    except Invalid as error: return [check({"n": 1}), str(error)]
""",
    "werkzeug": """
from werkzeug.http import parse_accept_header, parse_cookie
from werkzeug.routing import Map, Rule
from werkzeug.security import check_password_hash
def use():
    urls = Map([Rule("/a/<int:n>", endpoint="a")]).bind("example.com")
    hashed = "pbkdf2:sha256:10$salt$d02a52a0eb2d13a3f4a0f0b2d6cb5e6b1a6a2b7e4e0cb0b5fd0a4a3f0f3a4a3f"
    return [urls.match("/a/7"), dict(parse_cookie("x=1; y=2")), parse_accept_header("a;q=0.5, b").to_header(), check_password_hash(hashed, "a")]
""",
    "wcwidth": """
from wcwidth import wcswidth
def use(): return wcswidth("コンニチハ a")
""",
    "xlsxwriter": """
from io import BytesIO
import xlsxwriter
def use():
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet().write("A1", "a")
    book.close()
    return len(file.getvalue()) > 1000
""",
    "xmltodict": """
import xmltodict
def use(): return [xmltodict.parse("<a x='1'><b>1</b><b>2</b></a>"), xmltodict.unparse({"a": {"b": ["1", "2"]}})]
""",
    "zstandard": """
import zstandard
def use(): return zstandard.ZstdCompressor().compress(b"a" * 100).hex()
""",
}

# What a case needs in addition.
ALSO = {"arrow": ["tzdata"], "dateparser": ["tzdata"], "icalendar": ["tzdata"]}

# Packages that are published only with native modules, or need such a package. pip is not asked for
# the others together with these, because it would choose newer versions of them.
NATIVE = [
    "flask",
    "fpdf2",
    "jinja2",
    "lxml",
    "mako",
    "markupsafe",
    "msgpack",
    "numpy",
    "orjson",
    "pillow",
    "python-docx",
    "pyyaml",
    "rapidfuzz",
    "regex",
    "reportlab",
    "werkzeug",
    "zstandard",
]
