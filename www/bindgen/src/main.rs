//! `bindgen MODULE NAME FOLDER [PART...]` makes of a module what a browser can load: NAME.js and
//! NAME_bg.wasm. Functions whose symbols contain a PART become traps.

use std::env::args;
use std::process::ExitCode;

use anyhow::{Context, Result};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = args().skip(1).collect();
    let [module, name, folder, parts @ ..] = &arguments[..] else {
        eprintln!("bindgen MODULE NAME FOLDER [PART...]");
        return ExitCode::from(2);
    };
    if let Err(error) = make(module, name, folder, parts) {
        eprintln!("{error:?}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn make(path: &str, name: &str, folder: &str, parts: &[String]) -> Result<()> {
    let mut module = Module::from_file(path).with_context(|| format!("{path} cannot be read"))?;
    for part in parts {
        let found = functions(&module, part);
        anyhow::ensure!(!found.is_empty(), "no function of {path} is of {part}");
        for function in found {
            trap(&mut module, function);
        }
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_module(name, module).web(true)?;
    bindgen.typescript(false);
    bindgen
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.generate(folder)
}

fn functions(module: &Module, part: &str) -> Vec<FunctionId> {
    let of_part = |name: &Option<String>| name.as_ref().is_some_and(|name| name.contains(part));
    let found = module
        .funcs
        .iter()
        .filter(|function| of_part(&function.name));
    found.map(|function| function.id()).collect()
}

/// Leaves nothing of a function but a trap, so that what only it calls is cut by wasm-opt.
fn trap(module: &mut Module, id: FunctionId) {
    let of_type = module.types.get(module.funcs.get(id).ty());
    let (params, results) = (of_type.params().to_vec(), of_type.results().to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    builder.func_body().unreachable();
    let locals = params.iter().map(|&param| module.locals.add(param));
    let body: LocalFunction = builder.local_func(locals.collect());
    module.funcs.get_mut(id).kind = FunctionKind::Local(body);
}
