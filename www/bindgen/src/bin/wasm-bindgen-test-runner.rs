//! The runner of tests in a browser, as wasm-bindgen-cli has it.

use std::process::ExitCode;

fn main() -> ExitCode {
    env_logger::init();
    let arguments = std::env::args_os();
    if let Err(error) = wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(arguments) {
        eprintln!("error: {error:?}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
