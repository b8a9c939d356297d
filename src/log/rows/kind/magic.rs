//! Kinds of files that are told by their first bytes, and how to get a CSV of each.

pub(super) const UNPACK: &str = "Unpack it and take the CSV file that is in it.";
pub(super) const EXCEL: &str = "Save it as “CSV UTF-8” in Excel, or with pandas: \
                     pd.read_excel(\"x.xlsx\").to_csv(\"x.csv\", index=False).";
pub(super) const OTHER: &str = "A CSV file with a header line is needed.";

/// First bytes that no text has, what they tell, and what to do.
pub(super) const MAGIC: [(&[u8], &str, &str); 41] = [
    (
        b"PAR1",
        "a Parquet file",
        "Save it as CSV first, for instance with pandas: \
         pd.read_parquet(\"x.parquet\").to_csv(\"x.csv\", index=False).",
    ),
    (
        b"PARE",
        "an encrypted Parquet file",
        "Decrypt it and save it as CSV.",
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an Excel workbook (or another document) in Microsoft's old format",
        EXCEL,
    ),
    (
        b"ARROW1",
        "an Arrow (Feather) file",
        "Save it as CSV first, for instance with pandas: \
         pd.read_feather(\"x.feather\").to_csv(\"x.csv\", index=False).",
    ),
    (
        b"FEA1",
        "a Feather file",
        "Save it as CSV first, for instance with pandas: \
         pd.read_feather(\"x.feather\").to_csv(\"x.csv\", index=False).",
    ),
    (
        b"ORC",
        "an ORC file",
        "Save it as CSV first, for instance with pandas: \
         pd.read_orc(\"x.orc\").to_csv(\"x.csv\", index=False).",
    ),
    (
        b"Obj\x01",
        "an Avro file",
        "Save it as CSV first, for instance with Spark: \
         spark.read.format(\"avro\").load(\"x.avro\").write.csv(\"x\", header=True).",
    ),
    (
        b"SQLite format 3\0",
        "an SQLite database",
        "Export the table: sqlite3 -header -csv x.db \"SELECT * FROM rows\" > x.csv.",
    ),
    (
        b"\x89HDF\r\n\x1a\n",
        "an HDF5 file",
        "Save it as CSV first, for instance with pandas: \
         pd.read_hdf(\"x.h5\").to_csv(\"x.csv\", index=False).",
    ),
    (
        b"\x93NUMPY",
        "a NumPy array",
        "Save it with the names of its columns: \
         pd.DataFrame(np.load(\"x.npy\"), columns=names).to_csv(\"x.csv\", index=False).",
    ),
    (b"\x80\x02", "a Python pickle", PICKLE),
    (b"\x80\x03", "a Python pickle", PICKLE),
    (b"\x80\x04\x95", "a Python pickle", PICKLE),
    (b"\x80\x05\x95", "a Python pickle", PICKLE),
    (b"RDX2\n", "an R workspace", R),
    (b"RDX3\n", "an R workspace", R),
    (b"X\n\0\0\0", "an R object (RDS)", R),
    (
        b"$FL2",
        "an SPSS file",
        "Save it as CSV first, for instance with pandas: \
         pd.read_spss(\"x.sav\").to_csv(\"x.csv\", index=False).",
    ),
    (
        b"<stata_dta>",
        "a Stata file",
        "Save it as CSV first, for instance with pandas: \
         pd.read_stata(\"x.dta\").to_csv(\"x.csv\", index=False).",
    ),
    (
        b"\x28\xb5\x2f\xfd",
        "a zstd archive",
        "Unpack it with: zstd -d.",
    ),
    (b"BZh", "a bzip2 archive", "Unpack it with: bunzip2."),
    (b"\xfd7zXZ\0", "an xz archive", "Unpack it with: unxz."),
    (
        b"\x04\x22\x4d\x18",
        "an lz4 archive",
        "Unpack it with: lz4 -d.",
    ),
    (
        b"\x1f\x9d",
        "a compress (.Z) archive",
        "Unpack it with: uncompress.",
    ),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (
        b"PK\x05\x06",
        "an empty ZIP archive",
        "Look for the file that was to be in it.",
    ),
    (b"%PDF-", "a PDF document", OTHER),
    (b"\x89PNG\r\n", "a PNG picture", OTHER),
    (b"\xff\xd8\xff", "a JPEG picture", OTHER),
    (b"GIF8", "a GIF picture", OTHER),
    (b"{\\rtf", "a rich-text document", OTHER),
    (
        b"ElfFile\0",
        "a Windows event log",
        "BETH logs come from Linux; a CSV file with BETH's columns is needed.",
    ),
    (b"\xd4\xc3\xb2\xa1", "a recording of network packets", OTHER),
    (b"\x0a\x0d\x0d\x0a", "a recording of network packets", OTHER),
    (b"MZ", "a Windows program", OTHER),
    (b"\x7fELF", "a Linux program", OTHER),
    (
        b"\x4c\0\0\0\x01\x14\x02\0",
        "a Windows shortcut",
        "Take the file that it points to.",
    ),
    (
        b"\0\x05\x16\x07",
        "a side file that macOS keeps beside another",
        "Take the file of the same name without “._” before it.",
    ),
    (b"bplist00", "an Apple property list", OTHER),
    (
        b"MATLAB 5.0 MAT-file",
        "a MATLAB file",
        "Save its table with: writetable(t, \"x.csv\").",
    ),
];
const PICKLE: &str = "Save it as CSV where it was made, for instance with pandas: \
                      pd.read_pickle(\"x.pkl\").to_csv(\"x.csv\", index=False).";
const R: &str = "Save the table in R with: write.csv(x, \"x.csv\", row.names = FALSE).";
