//! `bindgen MODULE NAME FOLDER`: makes of a module what a browser can load, NAME.js and NAME_bg.wasm.

use std::env::args;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = args().skip(1).collect();
    let [module, name, folder] = &arguments[..] else {
        eprintln!("bindgen MODULE NAME FOLDER");
        return ExitCode::from(2);
    };
    let made = Bindgen::new()
        .input_path(module)
        .out_name(name)
        .web(true)
        .and_then(|bindgen| {
            let small = bindgen
                .remove_name_section(true)
                .remove_producers_section(true);
            small.typescript(false).generate(folder)
        });
    if let Err(error) = made {
        eprintln!("wasm-bindgen cannot read {module}: {error:?}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
