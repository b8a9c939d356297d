//! Names of columns, and labels under other names.

use bethscope::Error;
use bethscope::rows::{Form, Header};

const FEATURES: &str =
    "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue";

fn columns(names: &str) -> Vec<String> {
    names.split(',').map(str::to_owned).collect()
}

fn header(names: &str) -> Header {
    Header::new("x.csv", columns(names), None).expect(names)
}

fn refusal(names: &str) -> String {
    Header::new("x.csv", columns(names), None)
        .expect_err(names)
        .to_string()
}

#[test]
fn names_are_the_same_in_any_case_and_with_any_marks() {
    for names in [
        "PROCESSID,ThreadID,parent_process_id,User ID,mount-namespace,args.num,\"returnValue\",Sus_Label",
        "\u{feff}processId, threadId ,'parentProcessId',[userId],`mountNamespace`,Args Num,RETURN_VALUE,sus label",
        "beth.processid,beth.threadid,beth.parentprocessid,beth.userid,beth.mountnamespace,beth.argsnum,beth.returnvalue,beth.sus_label",
        "# processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label",
    ] {
        let header = header(names);
        assert!(header.labelled, "{names}");
        assert_eq!(header.form, Form::DataCamp, "{names}");
        assert_eq!(header.candidates, [0; 0], "{names}");
    }
    // A word before a point counts only where all names have it.
    assert!(!header(&format!("{FEATURES},predicted.sus")).labelled);
    assert_eq!(header(&format!("{FEATURES},EVIL")).form, Form::Raw);
}

#[test]
fn labels_under_other_names_are_pointed_at_and_can_be_taken() {
    let unlabelled = header(&format!(",{FEATURES},eventId,Label,hostName,is_attack"));
    assert_eq!((unlabelled.label, unlabelled.has_evil), (None, false));
    assert_eq!(unlabelled.candidates, [9, 11]);

    let names = columns(&format!("{FEATURES},Label"));
    let taken = Header::new("x.csv", names.clone(), Some("Label")).unwrap();
    assert!(taken.labelled);
    assert_eq!(taken.candidates, [0; 0]);
    for label in ["label", "processId", "nothing"] {
        let error = Header::new("x.csv", names.clone(), Some(label)).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("“x.csv” has no column “{label}” to take as the label.")
        );
    }
    assert_eq!(
        header(&format!("{FEATURES},sus_label,Threat_Prediction")).candidates,
        [0; 0]
    );
    // `evil` alone is a label like any other.
    let evil = header(&format!("{FEATURES},evil,Label"));
    assert_eq!((evil.label, evil.has_evil), (Some(7), false));
    assert_eq!(evil.candidates, [0; 0]);
    let both = header(&format!("{FEATURES},evil,sus"));
    assert_eq!((both.label, both.has_evil), (Some(8), true));
    let names = columns(&format!("{FEATURES},evil,Label"));
    let taken = Header::new("x.csv", names, Some("Label")).unwrap();
    assert_eq!((taken.label, taken.has_evil), (Some(8), true));
}

#[test]
fn sus_and_sus_label_may_both_be_there() {
    let header = header(&format!("{FEATURES},sus,evil,sus_label"));
    assert!(header.labelled && header.has_evil);
    assert_eq!(
        refusal(&format!("{FEATURES},sus,SUS")),
        "The header of “x.csv” has sus (column 8) and SUS (column 9), which are the same; keep one of them."
    );
    assert_eq!(
        refusal(&format!("{FEATURES},userId")),
        "The header of “x.csv” has the column userId twice (columns 4 and 8)."
    );
}

#[test]
fn a_file_without_its_header_is_told_the_line_to_add() {
    assert_eq!(
        refusal("381,7337,1,100,4026532231,5,0,1"),
        "“x.csv” has no header: its first line (381,7337,1,100,4026532231,5,0,1) is a row. Put above \
         it the line: processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label"
    );
    assert_eq!(
        refusal("0,1,2,3,4,5,6,7"),
        "“x.csv” has no header: its first line (0,1,2,3,4,5,6,7) only counts the columns. Replace it by \
         the line: processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label"
    );
    assert!(refusal(",0,1,2,3,4,5,6,7").ends_with("Replace it by the line: ,processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label"));
    assert!(
        refusal("140.9,5201,5201,988,0,4026531840,sshd,ip,3,close,[1],1,0,[],0,0")
            .ends_with("args,sus,evil")
    );
    assert_eq!(
        Header::new("x.csv", vec![FEATURES.to_owned()], None)
            .unwrap_err()
            .to_string(),
        "“x.csv” is not a BETH process log: the columns processId, threadId, parentProcessId, userId, \
         mountNamespace, argsNum, returnValue are missing. Its first line has: \
         processId,threadId,parentProcessId,userI…. All of it is one cell: take away the quotes around \
         each line."
    );
    let scaled = Header::new(
        "x.csv",
        columns("-1.07,-1.07,-0.75,-0.5,1.3,1.1,0.2,0"),
        None,
    );
    assert!(matches!(
        scaled,
        Err(Error::NoHeader {
            numbered: false,
            ..
        })
    ));
}
