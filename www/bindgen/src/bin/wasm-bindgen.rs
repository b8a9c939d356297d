//! The command, as wasm-bindgen-cli has it.

use std::process::ExitCode;

fn main() -> ExitCode {
    env_logger::init();
    if let Err(error) = wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::env::args_os()) {
        eprintln!("error: {error:?}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
