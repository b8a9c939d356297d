use bethscope::distinct::DataSet;
use bethscope::evaluate::open;
use bethscope::metrics::{flagged, probability};
use bethscope::page::{Pages, Query};
use proptest::prelude::*;

fn query(json: serde_json::Value) -> Query {
    serde_json::from_value(json).unwrap()
}

fn rows(query: &Query, data: &DataSet, logits: &[f32]) -> Vec<u64> {
    let page = Pages::default().page(query, data, logits).unwrap();
    page.rows.iter().map(|row| row.row).collect()
}

/// A file of one process a row, with repetitions, and a logit for each distinct row.
fn file(users: &[(i64, bool)], scores: &[i8]) -> (DataSet, Vec<f32>) {
    let mut text = String::from(
        "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus\n",
    );
    for (user, sus) in users {
        text += &format!("{user},0,0,{},0,0,0,{}\n", user % 3, u8::from(*sus));
    }
    let data = open("x.csv", text.as_bytes()).unwrap();
    let logits = (0..data.rows().len()).map(|id| f32::from(scores[id % scores.len()]) / 30.0);
    let logits = logits.collect();
    (data, logits)
}

proptest! {
    /// Sorting and filtering distinct rows is sorting and filtering file rows, stably.
    #[test]
    fn pages_are_those_of_the_plain_table(
        users in prop::collection::vec((0..8i64, any::<bool>()), 1..60),
        scores in prop::collection::vec(any::<i8>(), 1..20),
        by in prop::sample::select(vec!["probability", "row", "processId", "userId"]),
        descending in any::<bool>(),
        only in prop::option::of(any::<bool>()),
        user in prop::option::of(0..3i64),
        label in prop::option::of(0..2u8),
        offset in 0..70usize,
        limit in 0..30usize,
    ) {
        let (data, logits) = file(&users, &scores);
        let threshold = 0.4;
        let query = query(serde_json::json!({
            "sort": {"by": by, "descending": descending}, "offset": offset, "limit": limit,
            "filter": {
                "threshold": threshold, "flagged": only, "label": label,
                "where": user.map(|user| serde_json::json!({"column": "userId", "op": "=", "value": user}))
                    .into_iter().collect::<Vec<_>>(),
            },
        }));
        let logit = |row: usize| logits[data.ids().get(row) as usize];
        let mut want: Vec<usize> = (0..users.len()).filter(|&row| {
            only.is_none_or(|only| flagged(logit(row), threshold) == only)
                && user.is_none_or(|user| users[row].0 % 3 == user)
                && label.is_none_or(|label| u8::from(users[row].1) == label)
        }).collect();
        want.sort_by(|&a, &b| {
            let order = match by {
                "probability" => logit(a).total_cmp(&logit(b)),
                "row" => a.cmp(&b),
                "processId" => users[a].0.cmp(&users[b].0),
                _ => (users[a].0 % 3).cmp(&(users[b].0 % 3)),
            };
            if descending { order.reverse() } else { order }
        });
        let page = Pages::default().page(&query, &data, &logits).unwrap();
        prop_assert_eq!(page.total, want.len());
        let want: Vec<_> = want.into_iter().skip(offset).take(limit).map(|row| row + 1).collect();
        prop_assert_eq!(page.rows.iter().map(|row| row.row as usize).collect::<Vec<_>>(), want);
        for row in &page.rows {
            let index = row.row as usize - 1;
            prop_assert_eq!(row.probability, probability(logit(index)));
            prop_assert_eq!(row.label, Some(u8::from(users[index].1)));
            let place = data.place(index);
            prop_assert_eq!((row.start, row.end), (place.start, place.end));
        }
    }
}

#[test]
fn a_kept_order_follows_the_query() {
    let (data, logits) = file(&[(1, true), (2, false), (3, true)], &[5, -5, 9]);
    let mut pages = Pages::default();
    let mut first = |json| {
        let page = pages.page(&query(json), &data, &logits);
        page.map(|page| page.rows.iter().map(|row| row.row).collect::<Vec<_>>())
            .map_err(|error| error.to_string())
    };
    let all = serde_json::json!({});
    assert_eq!(first(all.clone()), Ok(vec![3, 1, 2]));
    assert_eq!(
        first(serde_json::json!({"filter": {"label": 1}})),
        Ok(vec![3, 1])
    );
    let error = first(serde_json::json!({"sort": {"by": "args"}})).unwrap_err();
    assert!(
        error.starts_with(
            "Rows cannot be sorted by “args”; they can by probability, row or processId"
        )
    );
    assert_eq!(first(all), Ok(vec![3, 1, 2]));
    assert_eq!(
        rows(
            &query(serde_json::json!({"offset": 2, "limit": 9})),
            &data,
            &logits
        ),
        [2]
    );
}

#[test]
fn rows_are_numbered_as_in_the_file_and_end_where_they_end() {
    let header =
        "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus,note\n";
    let text = format!(
        "{header}1,0,0,0,0,0,0,0,a\nx,0,0,0,0,0,0,0,b\n\n2,0,0,0,0,0,0,0,\"c\nd\"\n3,0,0,0,0,0,0,0,e\n"
    );
    let data = open("x.csv", text.as_bytes()).unwrap();
    let query = query(serde_json::json!({"sort": {"by": "row", "descending": false}}));
    let page = Pages::default().page(&query, &data, &[0.0; 3]).unwrap();
    let rows = page.rows.iter().map(|row| {
        let bytes = &text[row.start as usize..row.end as usize];
        (row.row, row.line, bytes, data.cells(bytes.as_bytes()).pop())
    });
    let want = [
        (1, 2, "1,0,0,0,0,0,0,0,a\n", Some("a".to_owned())),
        (3, 5, "2,0,0,0,0,0,0,0,\"c\nd\"\n", Some("c\nd".to_owned())),
        (4, 7, "3,0,0,0,0,0,0,0,e\n", Some("e".to_owned())),
    ];
    assert_eq!(rows.collect::<Vec<_>>(), want);
}

/// Conditions, and the rows of [`noted`] for which they hold. Equal rows have equal probabilities.
const CONDITIONS: [(&str, &str, &str, &[u64]); 18] = [
    ("userId", "=", "1000", &[2, 4]),
    ("userId", "!=", "1000", &[1, 3, 5, 6]),
    ("user id", "<", "1000", &[1, 3, 5, 6]),
    ("userId", "contains", "00", &[2, 4]),
    ("returnValue", "<=", "-2", &[3]),
    ("returnValue", ">", "0", &[2, 6]),
    ("sus", "=", "1", &[2, 4]),
    ("probability", ">=", "0.5", &[1, 2, 4, 5]),
    ("row", "<", "3", &[1, 2]),
    ("line", ">=", "5", &[4, 5, 6]),
    ("args", "=", "/etc/passwd", &[2]),
    ("args", "!=", "/etc/passwd", &[1, 3, 4, 5, 6]),
    ("args", "contains", "ETC", &[2, 5]),
    ("args", "contains", "a \"b\"", &[3]),
    ("args", "contains", "two\nlines", &[4]),
    ("size", ">", "9", &[1, 2, 4]),
    ("size", "=", "10.0", &[2]),
    ("size", "=", "none", &[5]),
];

/// Six rows, of which the fifth equals the first but for its text; the fourth has two lines.
fn noted() -> (String, DataSet) {
    let text = "processId,threadId,parentProcessId,user id,mountNamespace,argsNum,returnValue,sus,args,size\n\
        1,1,1,0,1,1,0,0,,11\n\
        2,1,1,1000,1,1,7,1,/etc/passwd,10\n\
        3,1,1,0,1,1,-2,0,\"a \"\"b\"\"\",9\n\
        4,1,1,1000,1,1,0,1,\"two\nlines\",100\n\
        1,1,1,0,1,1,0,0,/etc/shadow,none\n\
        5,1,1,0,1,1,1,0,x,";
    (text.to_owned(), open("x.csv", text.as_bytes()).unwrap())
}

/// The rows for which `conditions` hold, by a look through the text in pieces of `size` bytes.
fn found(conditions: serde_json::Value, size: usize) -> Vec<u64> {
    let (text, data) = noted();
    // Of the distinct rows: the first, the second and the fourth are flagged.
    let logits = [1.0, 2.0, -1.0, 3.0, -2.0];
    let query = query(serde_json::json!({
        "sort": {"by": "row", "descending": false}, "filter": {"where": conditions},
    }));
    let mut pages = Pages::default();
    if let Some(mut search) = pages.search(&query, &data).unwrap() {
        let error = pages.page(&query, &data, &logits).unwrap_err().to_string();
        assert!(error.contains("has to be looked up"), "{error}");
        for chunk in text.as_bytes().chunks(size) {
            search.push(chunk, &data);
        }
        pages.take(search.finish());
        assert!(pages.search(&query, &data).unwrap().is_none());
    }
    let page = pages.page(&query, &data, &logits).unwrap();
    assert_eq!(page.total, page.rows.len());
    page.rows.iter().map(|row| row.row).collect()
}

#[test]
fn rows_are_found_by_any_column() {
    for (column, op, value, want) in CONDITIONS {
        let as_text = serde_json::json!([{"column": column, "op": op, "value": value}]);
        for size in [1, 7, 1000] {
            assert_eq!(found(as_text.clone(), size), want, "{column} {op} {value}");
        }
        // Text that is contained is text.
        if let (true, Ok(number)) = (op != "contains", value.parse::<f64>()) {
            let as_number = serde_json::json!([{"column": column, "op": op, "value": number}]);
            assert_eq!(
                found(as_number, 7),
                want,
                "{column} {op} {value} as a number"
            );
        }
    }
}

proptest! {
    #[test]
    fn several_conditions_hold_together(
        picked in prop::collection::vec(0..CONDITIONS.len(), 0..4),
        size in 1..40usize,
    ) {
        let one = |&index: &usize| {
            let (column, op, value, _) = CONDITIONS[index];
            serde_json::json!({"column": column, "op": op, "value": value})
        };
        let all: Vec<_> = picked.iter().map(one).collect();
        let each: Vec<_> = picked.iter().map(|index| found(serde_json::json!([one(index)]), 1000)).collect();
        let want: Vec<u64> = (1..=6).filter(|row| each.iter().all(|rows| rows.contains(row))).collect();
        prop_assert_eq!(found(serde_json::json!(all), size), want);
    }
}

#[test]
fn what_makes_no_sense_is_said() {
    let (_, data) = noted();
    let refusal = |column: &str, op: &str, value: &str| {
        let conditions = serde_json::json!([{"column": column, "op": op, "value": value}]);
        let query = query(serde_json::json!({"filter": {"where": conditions}}));
        let error = Pages::default().page(&query, &data, &[0.0; 5]).unwrap_err();
        error.to_string()
    };
    assert_eq!(
        refusal("hostName", "=", "x"),
        "There is no column “hostName” in “x.csv”; it has processId, threadId, parentProcessId, user id, \
         mountNamespace, argsNum, returnValue, sus, args, size."
    );
    assert_eq!(
        refusal("userId", "<", "many"),
        "userId is a number, so it cannot be compared with “many”."
    );
}

proptest! {
    /// Cells are compared as the nearest floating-point numbers.
    #[test]
    fn decimals_are_compared_as_numbers(
        digits in 0..1_000_000_000_000_000u64, scale in 0..15usize, other in -9999..9999i64,
    ) {
        let mut cell = format!("{digits:016}");
        cell.insert(16 - scale, '.');
        let cell = cell.trim_start_matches('0');
        let cell = if cell.starts_with('.') { format!("0{cell}") } else { cell.to_owned() };
        let header = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,time";
        let data = open("x.csv", format!("{header}\n1,1,1,1,1,1,1,{cell}\n").as_bytes()).unwrap();
        let value: f64 = cell.parse().unwrap();
        for (op, number, want) in [
            ("=", value, true),
            (">=", other as f64, value >= other as f64),
            ("<", other as f64, value < other as f64),
        ] {
            let query = query(serde_json::json!({
                "filter": {"where": [{"column": "time", "op": op, "value": number}]},
            }));
            let mut pages = Pages::default();
            let mut search = pages.search(&query, &data).unwrap().unwrap();
            search.push(format!("{header}\n1,1,1,1,1,1,1,{cell}\n").as_bytes(), &data);
            pages.take(search.finish());
            let total = pages.page(&query, &data, &[0.0]).unwrap().total;
            prop_assert_eq!(total == 1, want, "{} {} {}", cell, op, number);
        }
    }
}

/// A score that is no number ranks as the lowest, as in the metrics: beside minus infinity, not on top.
#[test]
fn a_score_that_is_no_number_ranks_lowest() {
    let users: Vec<_> = (0..5).map(|user| (user, true)).collect();
    let (data, _) = file(&users, &[0]);
    let logits = [0.0, f32::NAN, -3.0, f32::NEG_INFINITY, -f32::NAN];
    let falling = query(serde_json::json!({"sort": {"by": "probability", "descending": true}}));
    assert_eq!(rows(&falling, &data, &logits), [1, 3, 2, 4, 5]);
    let rising = query(serde_json::json!({"sort": {"by": "probability", "descending": false}}));
    assert_eq!(rows(&rising, &data, &logits), [2, 4, 5, 3, 1]);
    let zeros = [0.0, -0.0, 0.0, -0.0, 1.0];
    assert_eq!(rows(&falling, &data, &zeros), [5, 1, 2, 3, 4]);
}
