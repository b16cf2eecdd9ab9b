//! The uses of the crates. The result of each must be the same in a program and in a plugin.

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read, Write};

use serde::{Deserialize, Serialize};
use serde_json::json;

/// Makes a table of names and functions. A function returns the expression as text.
macro_rules! cases {
    ($($name:literal => $result:expr,)*) => {
        &[$(($name, || format!("{:?}", $result))),*]
    };
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
struct Item {
    name: String,
    price: f64,
    tags: Vec<String>,
}

fn item() -> Item {
    Item {
        name: "a <b>".into(),
        price: 1.5,
        tags: vec!["x".into(), "y".into()],
    }
}

mod sum {
    #[derive(pest_derive::Parser)]
    #[grammar_inline = "number = @{ ASCII_DIGIT+ }\nsum = { number ~ (\"+\" ~ number)* }\nWHITESPACE = _{ \" \" }"]
    pub struct Sum;
}

#[rustfmt::skip]
pub const CASES: &[(&str, fn() -> String)] = cases! {
    "ahash" => { let map: ahash::AHashMap<_, _> = [("a", 1)].into(); map["a"] },
    "aho-corasick" => aho_corasick::AhoCorasick::new(["ab", "c"]).unwrap().replace_all("xabc", &["1", "2"]),
    "anyhow" => {
        use anyhow::Context as _;
        let failed = "x".parse::<i32>().context("reading n");
        format!("{:#}", failed.unwrap_err())
    },
    "arrayvec" => { let mut list = arrayvec::ArrayVec::<_, 2>::new(); list.push(1); list.push(2); list.try_push(3).is_err() },
    "askama" => {
        use askama::Template as _;
        #[derive(askama::Template)]
        #[template(source = "{% for item in items %}{{ item }} {% endfor %}", ext = "html")]
        struct List { items: Vec<&'static str> }
        List { items: vec!["a", "<"] }.render().unwrap()
    },
    "base64" => { use base64::Engine as _; base64::engine::general_purpose::URL_SAFE.encode([251, 255]) },
    "bigdecimal" => {
        let third = bigdecimal::BigDecimal::from(1) / bigdecimal::BigDecimal::from(3);
        third.round(20).to_string()
    },
    "bincode" => bincode::deserialize::<Item>(&bincode::serialize(&item()).unwrap()).unwrap(),
    "bitflags" => {
        bitflags::bitflags! { #[derive(Debug)] struct Flags: u8 { const A = 1; const B = 2; } }
        (Flags::A | Flags::B).iter_names().map(|(name, _)| name).collect::<Vec<_>>()
    },
    "blake3" => blake3::hash(b"a").to_string(),
    "bstr" => { use bstr::ByteSlice as _; b"a\xffb".to_str_lossy().into_owned() },
    "bumpalo" => { let arena = bumpalo::Bump::new(); *arena.alloc(1) + 1 },
    "bytemuck" => bytemuck::cast_slice::<u32, u8>(&[1, 2]).to_vec(),
    "bytes" => { use bytes::{Buf as _, BufMut as _}; let mut data = bytes::BytesMut::new(); data.put_u16(7); data.freeze().get_u16() },
    "calamine" => {
        let opened = calamine::open_workbook_from_rs::<calamine::Xlsx<_>, _>(Cursor::new(b"no workbook".to_vec()));
        opened.err().map(|error| error.to_string())
    },
    "cel-interpreter" => {
        let program = cel_interpreter::Program::compile("n > 1 && name.startsWith('a')").unwrap();
        let mut context = cel_interpreter::Context::default();
        context.add_variable("n", 2).unwrap();
        context.add_variable("name", "ab").unwrap();
        program.execute(&context).unwrap()
    },
    "chrono" => {
        let day: chrono::NaiveDate = "2026-01-31".parse().unwrap();
        let later = day.checked_add_months(chrono::Months::new(1)).unwrap();
        (later.format("%A %d %B").to_string(), chrono::DateTime::parse_from_rfc2822("Fri, 02 Jan 2026 03:04:05 +0100").unwrap().to_utc())
    },
    "chrono-tz" => {
        use chrono::TimeZone as _;
        chrono_tz::Europe::Paris.with_ymd_and_hms(2026, 7, 1, 12, 0, 0).unwrap().to_utc().to_string()
    },
    "ciborium" => {
        let mut data = Vec::new();
        ciborium::into_writer(&item(), &mut data).unwrap();
        ciborium::from_reader::<Item, _>(data.as_slice()).unwrap()
    },
    "colored" => { use colored::Colorize as _; colored::control::set_override(true); "a".red().to_string() },
    "compact_str" => compact_str::CompactString::from("a long text that is not inline").repeat(2),
    "comrak" => {
        let mut options = comrak::Options::default();
        options.extension.table = true;
        comrak::markdown_to_html("# a\n\n| b |\n|---|\n| *c* |\n", &options)
    },
    "convert_case" => { use convert_case::Casing as _; "two words".to_case(convert_case::Case::Pascal) },
    "crc32fast" => crc32fast::hash(b"a"),
    "cron" => {
        let schedule: cron::Schedule = "0 */15 3 * * Mon".parse().unwrap();
        schedule.after(&chrono::DateTime::from_timestamp(1_767_323_045, 0).unwrap()).next().unwrap().to_rfc3339()
    },
    "crossbeam" => { let (sender, receiver) = crossbeam::channel::unbounded(); sender.send(1).unwrap(); receiver.recv().unwrap() },
    "csv" => {
        let mut reader = csv::Reader::from_reader("name,n\n\"a,b\",1\n".as_bytes());
        reader.deserialize::<HashMap<String, String>>().map(|row| row.unwrap()["name"].clone()).collect::<Vec<_>>()
    },
    "dashmap" => { let map = dashmap::DashMap::new(); *map.entry("a").or_insert(1) += 1; *map.get("a").unwrap() },
    "data-encoding" => data_encoding::BASE32.encode(b"abc"),
    "derive_builder" => {
        #[derive(Debug, derive_builder::Builder)]
        #[allow(dead_code)]
        struct Thing { n: i32, #[builder(default)] m: i32 }
        ThingBuilder::default().n(1).build().unwrap()
    },
    "derive_more" => {
        #[derive(Debug, derive_more::Add, derive_more::Display, derive_more::From)]
        struct Meters(i32);
        (Meters(1) + 2.into()).to_string()
    },
    "deunicode" => deunicode::deunicode("Größe 北亰"),
    "ed25519-dalek" => {
        use ed25519_dalek::Signer as _;
        let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let signature = key.sign(b"message");
        (signature.to_string(), key.verifying_key().verify_strict(b"message", &signature).is_ok())
    },
    "either" => either::Left::<_, i32>("a").left(),
    "encoding_rs" => encoding_rs::SHIFT_JIS.decode(b"\x82\xb1\x82\xf1").0.into_owned(),
    "evalexpr" => {
        let context = evalexpr::context_map! { "x" => 3, "y" => 4 }.unwrap();
        evalexpr::eval_with_context("2 * x + max(1, y)", &context).unwrap()
    },
    "eyre" => eyre::eyre!("no {}", 1).wrap_err("outer").to_string(),
    "fancy-regex" => {
        let regex = fancy_regex::Regex::new(r"(\w)\1(?=!)").unwrap();
        regex.find("abb!").unwrap().unwrap().as_str().to_owned()
    },
    "flate2" => {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&[7; 1000]).unwrap();
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(encoder.finish().unwrap().as_slice()).read_to_end(&mut text).unwrap();
        text == [7; 1000]
    },
    "fuzzy-matcher" => {
        use fuzzy_matcher::FuzzyMatcher as _;
        fuzzy_matcher::skim::SkimMatcherV2::default().fuzzy_match("a big house", "bgh")
    },
    "futures" => {
        use futures::StreamExt as _;
        futures::executor::block_on(futures::stream::iter(1..4).map(|n| async move { n * 2 }).buffered(2).collect::<Vec<_>>())
    },
    "globset" => globset::Glob::new("**/*.{rs,toml}").unwrap().compile_matcher().is_match("a/b.rs"),
    "handlebars" => {
        handlebars::Handlebars::new().render_template("{{#each a}}{{this}};{{/each}}", &json!({ "a": [1, "<"] })).unwrap()
    },
    "hashbrown" => { let set: hashbrown::HashSet<_> = [1, 1, 2].into_iter().collect(); set.len() },
    "heck" => { use heck::ToSnakeCase as _; "XMLHttpRequest".to_snake_case() },
    "hex" => (hex::encode([1, 255]), hex::decode("0g").unwrap_err().to_string()),
    "hmac" => {
        use hmac::Mac as _;
        let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(b"key").unwrap();
        mac.update(b"a");
        hex::encode(mac.finalize().into_bytes())
    },
    "html-escape" => (html_escape::encode_text("<a>").into_owned(), html_escape::decode_html_entities("&eacute;&amp;").into_owned()),
    "humantime" => humantime::format_duration(humantime::parse_duration("2h 37min").unwrap()).to_string(),
    "ical" => {
        let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        ical::IcalParser::new(text.as_bytes()).next().unwrap().unwrap().events[0].properties[0].value.clone()
    },
    "icu" => {
        use icu::locid::locale;
        use icu::decimal::FixedDecimalFormatter;
        let german = FixedDecimalFormatter::try_new(&locale!("de").into(), Default::default()).unwrap();
        let collator = icu::collator::Collator::try_new(&locale!("sv").into(), Default::default()).unwrap();
        (german.format_to_string(&1_234_567.into()), collator.compare("ö", "z"))
    },
    "image" => {
        let mut png = Cursor::new(Vec::new());
        image::RgbImage::from_pixel(4, 4, image::Rgb([1, 2, 3])).write_to(&mut png, image::ImageFormat::Png).unwrap();
        let read = image::load_from_memory(png.get_ref()).unwrap();
        read.resize_exact(2, 2, image::imageops::FilterType::Triangle).to_rgb8().into_raw()
    },
    "indexmap" => { let map: indexmap::IndexMap<_, _> = [("b", 1), ("a", 2)].into(); map.keys().copied().collect::<String>() },
    "itertools" => { use itertools::Itertools as _; (1..4).tuple_combinations::<(_, _)>().map(|(a, b)| a * b).join("-") },
    "jiff" => {
        let time: jiff::Zoned = "2026-01-31T10:00:00+01:00[Europe/Paris]".parse().unwrap();
        time.checked_add(jiff::Span::new().months(6)).unwrap().to_string()
    },
    "jmespath" => {
        let expression = jmespath::compile("a[?n > `1`].name | sort(@)").unwrap();
        let data = jmespath::Variable::from_json(r#"{"a":[{"n":2,"name":"z"},{"n":3,"name":"y"}]}"#).unwrap();
        expression.search(data).unwrap().to_string()
    },
    "json-patch" => json_patch::diff(&json!({ "a": [1] }), &json!({ "a": [1, 2], "b": 3 })).to_string(),
    "jsonpath-rust" => {
        use jsonpath_rust::JsonPath;
        let path: JsonPath = "$.a[?(@.n > 1)].name".try_into().unwrap();
        path.find(&json!({ "a": [{ "n": 2, "name": "z" }, { "n": 1, "name": "x" }] })).to_string()
    },
    "jsonschema" => {
        let schema = jsonschema::validator_for(&json!({ "required": ["a"], "properties": { "a": { "format": "email", "pattern": "^a" } } })).unwrap();
        let wrong = json!({ "a": "b" });
        schema.iter_errors(&wrong).map(|error| error.to_string()).collect::<Vec<_>>()
    },
    "lazy_static" => { lazy_static::lazy_static! { static ref N: Vec<i32> = vec![1, 2]; } N.len() },
    "liquid" => {
        let template = liquid::ParserBuilder::with_stdlib().build().unwrap().parse("{% for a in b %}{{ a | upcase }} {% endfor %}").unwrap();
        template.render(&liquid::object!({ "b": ["x", "y"] })).unwrap()
    },
    "log" => { log::set_max_level(log::LevelFilter::Info); log::info!("a"); log::max_level() },
    "lru" => {
        let mut cache = lru::LruCache::new(2.try_into().unwrap());
        for n in [1, 2, 3] { cache.put(n, n); }
        (cache.contains(&1), cache.len())
    },
    "markdown" => markdown::to_html_with_options("a | b\n--|--\n*c* | d", &markdown::Options::gfm()).unwrap(),
    "md-5" => { use md5::Digest as _; hex::encode(md5::Md5::digest(b"a")) },
    "mime" => { let kind: mime::Mime = "text/html; charset=utf-8".parse().unwrap(); kind.get_param("charset").unwrap().to_string() },
    "minijinja" => {
        let environment = minijinja::Environment::new();
        environment.render_str("{% for a in b if a %}{{ loop.index }}: {{ a|title }}\n{% endfor %}", minijinja::context! { b => ["x y", ""] }).unwrap()
    },
    "nalgebra" => nalgebra::Matrix3::new(2.0, 0.0, 1.0, 0.0, 1.0, 3.0, 1.0, 0.0, 1.0).try_inverse().unwrap(),
    "ndarray" => { let a = ndarray::arr2(&[[1.0, 2.0], [3.0, 4.0]]); a.dot(&a.t()).into_iter().collect::<Vec<_>>() },
    "nom" => {
        use nom::{IResult, bytes::complete::tag, character::complete::digit1, multi::separated_list1};
        let parsed: IResult<&str, Vec<&str>> = separated_list1(tag(","), digit1)("1,22,x");
        parsed
    },
    "num-bigint" => num_bigint::BigUint::from(3u8).pow(200).to_string(),
    "num-format" => { use num_format::ToFormattedString as _; 1_234_567.to_formatted_string(&num_format::Locale::de) },
    "num-rational" => num_rational::Ratio::new(1, 3) + num_rational::Ratio::new(1, 6),
    "once_cell" => { static CELL: once_cell::sync::Lazy<i32> = once_cell::sync::Lazy::new(|| 7); *CELL },
    "ordered-float" => { let mut list = [2.5, f64::NAN, 1.0].map(ordered_float::OrderedFloat); list.sort(); format!("{list:?}") },
    "parking_lot" => { let lock = parking_lot::Mutex::new(1); *lock.lock() += 1; lock.into_inner() },
    "percent-encoding" => percent_encoding::utf8_percent_encode("a b/ü", percent_encoding::NON_ALPHANUMERIC).to_string(),
    "pest" => {
        use pest::Parser as _;
        sum::Sum::parse(sum::Rule::sum, "1 + 23").unwrap().flatten().map(|pair| pair.as_str().to_owned()).collect::<Vec<_>>()
    },
    "petgraph" => {
        let graph = petgraph::graph::DiGraph::<(), u32>::from_edges([(0, 1, 1), (1, 2, 1), (0, 2, 5)]);
        petgraph::algo::dijkstra(&graph, 0.into(), Some(2.into()), |edge| *edge.weight())[&2.into()]
    },
    "phf" => { static MAP: phf::Map<&str, i32> = phf::phf_map! { "a" => 1, "b" => 2 }; MAP.get("b") },
    "phonenumber" => {
        let number = phonenumber::parse(Some(phonenumber::country::GB), "020 7946 0958").unwrap();
        (number.format().mode(phonenumber::Mode::E164).to_string(), number.is_valid())
    },
    "postcard" => postcard::from_bytes::<Item>(&postcard::to_stdvec(&item()).unwrap()).unwrap(),
    "prost" => {
        use prost::Message as _;
        #[derive(Clone, PartialEq, prost::Message)]
        struct Person { #[prost(string, tag = "1")] name: String, #[prost(int32, repeated, tag = "2")] ages: Vec<i32> }
        Person::decode(Person { name: "a".into(), ages: vec![1, 300] }.encode_to_vec().as_slice()).unwrap()
    },
    "pulldown-cmark" => {
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext("~~a~~ *b*", pulldown_cmark::Options::all()));
        html
    },
    "quick-xml" => {
        let text = quick_xml::se::to_string(&item()).unwrap();
        (quick_xml::de::from_str::<Item>(&text).unwrap(), text)
    },
    "rand" => {
        use rand::{Rng as _, SeedableRng as _, seq::SliceRandom as _};
        let mut random = rand::rngs::StdRng::seed_from_u64(1);
        let mut list = [1, 2, 3, 4];
        list.shuffle(&mut random);
        (random.random_range(0..1000), list, rand::rng().random_range(0..1))
    },
    "rayon" => { use rayon::prelude::*; (0..1000_u64).into_par_iter().map(|n| n * n).sum::<u64>() },
    "regex" => {
        let regex = regex::Regex::new(r"(?i)(?<user>\w+)@(?<host>\p{L}+)").unwrap();
        regex.replace_all("Ada@müller x", "$host:$user").into_owned()
    },
    "rhai" => {
        let mut engine = rhai::Engine::new();
        engine.register_fn("double", |n: i64| n * 2);
        engine.eval::<i64>("let n = 0; for x in 0..5 { n += double(x); } n").unwrap()
    },
    "rmp-serde" => rmp_serde::from_slice::<Item>(&rmp_serde::to_vec_named(&item()).unwrap()).unwrap(),
    "roxmltree" => roxmltree::Document::parse("<a x='1'><b>c</b></a>").unwrap().descendants().find(|node| node.has_tag_name("b")).unwrap().text().map(str::to_owned),
    "rust_decimal" => {
        let price: rust_decimal::Decimal = "19.999".parse().unwrap();
        (price * rust_decimal::Decimal::from(3)).round_dp(2).to_string()
    },
    "scraper" => {
        let page = scraper::Html::parse_document("<p class=a>x<b>y</b>");
        page.select(&scraper::Selector::parse("p.a > b").unwrap()).next().unwrap().inner_html()
    },
    "semver" => semver::VersionReq::parse("^1.2").unwrap().matches(&semver::Version::parse("1.3.0").unwrap()),
    "serde" => {
        #[derive(Debug, Deserialize)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        enum Shape { Circle { radius: f64 }, #[serde(other)] Other }
        serde_json::from_str::<Vec<Shape>>(r#"[{"kind":"circle","radius":1.5},{"kind":"x"}]"#)
            .map(|shapes| shapes.iter().map(|shape| match shape { Shape::Circle { radius } => *radius, Shape::Other => 0.0 }).sum::<f64>())
            .unwrap()
    },
    "serde_json" => serde_json::to_string_pretty(&item()).unwrap(),
    "serde_path_to_error" => {
        let reader = &mut serde_json::Deserializer::from_str(r#"{"name":"a","price":1,"tags":[2]}"#);
        serde_path_to_error::deserialize::<_, Item>(reader).unwrap_err().to_string()
    },
    "serde_urlencoded" => serde_urlencoded::to_string([("a", "b c"), ("ü", "&")]).unwrap(),
    "serde_with" => {
        #[serde_with::serde_as]
        #[derive(Debug, Deserialize)]
        struct Numbers { #[serde_as(as = "Vec<serde_with::DisplayFromStr>")] n: Vec<u32> }
        serde_json::from_str::<Numbers>(r#"{"n":["1","2"]}"#).unwrap().n
    },
    "serde_yaml" => (serde_yaml::to_string(&item()).unwrap(), serde_yaml::from_str::<BTreeMap<String, Vec<i32>>>("a: [1, 2]\nb: &c [3]\nd: *c").unwrap()),
    "sha1" => { use sha1::Digest as _; hex::encode(sha1::Sha1::digest(b"a")) },
    "sha2" => { use sha2::Digest as _; hex::encode(sha2::Sha512::digest(b"a")) },
    "sha3" => { use sha3::Digest as _; hex::encode(sha3::Sha3_256::digest(b"a")) },
    "similar" => similar::TextDiff::from_lines("a\nb\n", "a\nc\n").unified_diff().to_string(),
    "slug" => slug::slugify("Über Größe!"),
    "smallvec" => { let list: smallvec::SmallVec<[i32; 2]> = smallvec::smallvec![1, 2, 3]; list.spilled() },
    "snafu" => {
        use snafu::ResultExt as _;
        #[derive(Debug, snafu::Snafu)]
        enum Error { #[snafu(display("{name} is not a number"))] Number { name: String, source: std::num::ParseIntError } }
        "x".parse::<i32>().context(NumberSnafu { name: "n" }).unwrap_err().to_string()
    },
    "sqlparser" => sqlparser::parser::Parser::parse_sql(&sqlparser::dialect::GenericDialect {}, "select a from b where c = 1").unwrap()[0].to_string(),
    "strsim" => (strsim::levenshtein("kitten", "sitting"), strsim::jaro_winkler("martha", "marhta")),
    "strum" => {
        use std::str::FromStr as _;
        #[derive(Debug, strum::Display, strum::EnumString, strum::EnumIter)]
        #[strum(serialize_all = "kebab-case")]
        enum Colour { DarkRed, Blue }
        (Colour::from_str("dark-red").unwrap().to_string(), Colour::Blue.to_string())
    },
    "syn" => syn::parse_str::<syn::ItemFn>("fn f(a: u8) -> u8 { a }").unwrap().sig.ident.to_string(),
    "tar" => {
        let mut builder = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(1);
        builder.append_data(&mut header, "a.txt", b"x".as_slice()).unwrap();
        let data = builder.into_inner().unwrap();
        tar::Archive::new(data.as_slice()).entries().unwrap().map(|entry| entry.unwrap().path().unwrap().display().to_string()).collect::<Vec<_>>()
    },
    "tera" => {
        let mut context = tera::Context::new();
        context.insert("b", &["x", "<"]);
        tera::Tera::one_off("{% for a in b %}{{ a | upper }} {% endfor %}{{ 1767323045 | date(format='%Y') }}", &context, true).unwrap()
    },
    "thiserror" => {
        #[derive(Debug, thiserror::Error)]
        #[error("{name} is not a number")]
        struct Error { name: &'static str, #[source] source: std::num::ParseIntError }
        let error = Error { name: "n", source: "x".parse::<i32>().unwrap_err() };
        (error.to_string(), std::error::Error::source(&error).unwrap().to_string())
    },
    "time" => {
        let time = time::OffsetDateTime::parse("2026-01-31T10:00:00Z", &time::format_description::well_known::Rfc3339).unwrap();
        (time + time::Duration::days(1)).format(time::macros::format_description!("[weekday] [day] [month repr:long]")).unwrap()
    },
    "tinyvec" => { let list: tinyvec::ArrayVec<[i32; 4]> = tinyvec::array_vec!(1, 2); list.len() },
    "tokio" => {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let (sender, receiver) = tokio::sync::oneshot::channel();
            tokio::spawn(async move { tokio::time::sleep(std::time::Duration::from_millis(5)).await; sender.send(7) });
            receiver.await.unwrap()
        })
    },
    "toml" => (toml::to_string(&item()).unwrap(), toml::from_str::<toml::Table>("[a]\nb = [1, 2.5]\n").unwrap().to_string()),
    "toml_edit" => {
        let mut document: toml_edit::DocumentMut = "# head\n[a]\nb = 1 # first\n".parse().unwrap();
        document["a"]["b"] = toml_edit::value(2);
        document.to_string()
    },
    "tracing" => { let span = tracing::info_span!("a", n = 1); let _entered = span.enter(); tracing::info!("seen"); 1 },
    "tracing-subscriber" => {
        let subscriber = tracing_subscriber::fmt().with_ansi(false).without_time().with_writer(std::io::stderr).finish();
        tracing::subscriber::with_default(subscriber, || tracing::warn!(n = 1, "seen"));
        1
    },
    "typed-builder" => {
        #[derive(Debug, typed_builder::TypedBuilder)]
        #[allow(dead_code)]
        struct Thing { n: i32, #[builder(default = 5)] m: i32 }
        Thing::builder().n(1).build()
    },
    "ulid" => ulid::Ulid::from_parts(1_469_918_176_385, 7).to_string(),
    "unicode-normalization" => { use unicode_normalization::UnicodeNormalization as _; "e\u{301}ﬁ".nfkc().collect::<String>() },
    "unicode-segmentation" => { use unicode_segmentation::UnicodeSegmentation as _; ("👩‍👩‍👧e\u{301}".graphemes(true).count(), "a b, c".unicode_words().count()) },
    "unicode-width" => unicode_width::UnicodeWidthStr::width("コa"),
    "url" => url::Url::parse("https://bücher.example/a/../b?c=d e").unwrap().to_string(),
    "uuid" => (uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, b"a").to_string(), uuid::Uuid::new_v4().get_version_num(), uuid::Uuid::now_v7().get_version_num()),
    "validator" => {
        use validator::Validate as _;
        #[derive(validator::Validate)]
        struct Signup { #[validate(email)] mail: String, #[validate(range(min = 18))] age: u32 }
        Signup { mail: "x".into(), age: 17 }.validate().unwrap_err().field_errors().len()
    },
    "winnow" => {
        use winnow::{ModalResult, Parser as _, ascii::dec_uint, combinator::separated};
        let parsed: ModalResult<Vec<u32>> = separated(1.., dec_uint::<_, u32, _>, ',').parse_next(&mut "1,22");
        parsed
    },
    "xml-rs" => xml::EventReader::from_str("<a><b>c</b></a>").into_iter().map(|event| event.unwrap()).count(),
    "xxhash-rust" => xxhash_rust::xxh3::xxh3_64(b"a"),
    "zip" => {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("a.txt", zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&[7; 1000]).unwrap();
        let mut read = Vec::new();
        zip::ZipArchive::new(writer.finish().unwrap()).unwrap().by_name("a.txt").unwrap().read_to_end(&mut read).unwrap();
        read == [7; 1000]
    },
};
