//! What a file is, by its first bytes.

use bethscope::rows::{Kind, kind};

fn refusal(bytes: &[u8]) -> String {
    match kind(bytes) {
        Kind::Refused(refusal) => refusal.to_string(),
        other => panic!("{other:?}"),
    }
}

/// The start of a ZIP archive whose first member is called `name` and holds `content`, stored.
fn zip(name: &str, content: &str) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
    bytes.extend((content.len() as u32).to_le_bytes());
    bytes.extend((content.len() as u32).to_le_bytes());
    bytes.extend((name.len() as u16).to_le_bytes());
    bytes.extend(b"\0\0");
    bytes.extend(name.as_bytes());
    bytes.extend(content.as_bytes());
    bytes
}

#[test]
fn text_is_told_from_packed_and_wide_text() {
    for text in [
        &b""[..],
        b"\n",
        b"processId,threadId\n1,2\n",
        b"\xef\xbb\xbfprocessId,threadId\n",
        b"sep=,\nprocessId",
        b"#processId,threadId\n",
        b"\"processId\"\t\"threadId\"\r\n",
        b"[processId];[threadId]\r\n",
        b"{processId},1\n",
        b"gr\xf6\xdfe,processId,threadId\n",
        "größe,processId\n".as_bytes(),
        b"381,7337,1,100,4026532231,5,0,1\n",
        b"PKs,processId\n",
        b"Order,processId\n",
    ] {
        assert_eq!(
            kind(text),
            Kind::Text,
            "{:?}",
            text.escape_ascii().to_string()
        );
    }
    assert_eq!(kind(b"\xff\xfep\0r\0"), Kind::Utf16Le);
    assert_eq!(kind(b"\xfe\xff\0p\0r"), Kind::Utf16Be);
    assert_eq!(kind(b"\x1f\x8b\x08\0\0\0\0\0"), Kind::Gzip);
    assert_eq!(
        kind(&zip("labelled_training_data.csv", "processId")),
        Kind::Zip
    );
    assert_eq!(kind(&zip("xlarge.csv", "processId")), Kind::Zip);
    assert_eq!(kind(b"PK\x03\x04"), Kind::Zip);
}

#[test]
fn what_cannot_be_read_is_named_with_the_way_to_a_csv() {
    assert_eq!(
        refusal(b"PAR1\x15\x04\x15\x10"),
        "is a Parquet file, not CSV text. Save it as CSV first, for instance with pandas: \
         pd.read_parquet(\"x.parquet\").to_csv(\"x.csv\", index=False)."
    );
    let tar = [&[b'a'; 257][..], b"ustar\x0000"].concat();
    let wide = |text: &str| -> Vec<u8> { text.bytes().flat_map(|byte| [byte, 0]).collect() };
    let header = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum\n";
    let widest: Vec<u8> = header.bytes().flat_map(|byte| [byte, 0, 0, 0]).collect();
    for (bytes, says) in [
        (
            &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"[..],
            "an Excel workbook",
        ),
        (
            &zip("[Content_Types].xml", "<Types/>PK\x03\x04 xl/workbook.xml"),
            "an Excel workbook",
        ),
        (
            &zip("docProps/app.xml", "<Properties/>"),
            "an Excel workbook",
        ),
        (&zip("xl/workbook.xml", ""), "an Excel workbook"),
        (
            &zip("[Content_Types].xml", "PK\x03\x04word/document.xml"),
            "a Word document",
        ),
        (
            &zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            "LibreOffice",
        ),
        (&zip("arr_0.npy", "\u{93}NUMPY"), "NumPy"),
        (b"{\"processId\": 1}\n{\"processId\": 2}\n", "JSON lines"),
        (
            b"\xef\xbb\xbf{\"processId\": 1}\r\n{\"processId\": 2}\r\n",
            "JSON lines",
        ),
        (b"[{\"processId\": 1}]", "is JSON, "),
        (b"  {\n  \"rows\": []\n}", "is JSON, "),
        (b"\n<!DOCTYPE html>\n<html lang=en>", "a web page"),
        (b"<HTML><BODY>", "a web page"),
        (b"<?xml version=\"1.0\"?>", "is XML"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\n",
            "git lfs pull",
        ),
        (
            b"/annex/objects/SHA256E-s197348537--18ce.csv\n",
            "git annex get",
        ),
        (b"outs:\n- md5: ab\n", "dvc pull"),
        (b"SQLite format 3\0", "SQLite"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"ARROW1\0\0", "Arrow"),
        (b"ORC\x08", "ORC"),
        (b"Obj\x01\x04", "Avro"),
        (b"\x80\x04\x95\x10\0", "pickle"),
        (b"\x93NUMPY\x01\0", "NumPy"),
        (b"\x89HDF\r\n\x1a\n", "HDF5"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"BZh91AY", "bzip2"),
        (b"\xfd7zXZ\0", "xz"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"Rar!\x1a\x07\x01", "RAR"),
        (b"@relation beth\n\n@attribute processId numeric\n", "Weka"),
        (b"-- MySQL dump 10.13\n", "SQL dump"),
        (&tar, "tar archive"),
        (&wide(header), "UTF-16 without its mark"),
        (&widest, "UTF-32"),
        (b"\xff\xfe\0\0p\0\0\0", "UTF-32"),
        (&[0; 4096], "a download"),
        (
            b"\x01\x02\x03\xff\xfe\xfd\0\x05",
            "is no text: it starts with “\\u{1}\\u{2}\\u{3}\\xff\\xfe\\xfd\\u{0}\\u{5}”",
        ),
    ] {
        let sentence = refusal(bytes);
        assert!(sentence.contains(says), "{says}: {sentence}");
        assert!(
            sentence.starts_with("is ") && sentence.ends_with('.'),
            "{sentence}"
        );
    }
}

#[test]
fn first_characters_are_shown_harmless_and_short() {
    let sentence = refusal(
        "\u{0}\u{202e}evil\u{7f}\u{200b}<script>"
            .repeat(200)
            .as_bytes(),
    );
    assert!(sentence.len() < 300, "{sentence}");
    assert!(
        sentence.contains("“\\u{0}\\u{202e}evil\\u{7f}\\u{200b}<"),
        "{sentence}"
    );
    assert!(
        !sentence.contains(|c: char| c.is_control() || c == '\u{202e}'),
        "{sentence}"
    );
}
