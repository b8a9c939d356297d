//! Where the network runs: WebGPU where there is a real adapter, else the CPU, and why.

use burn::tensor::Device;
use serde::{Deserialize, Serialize};

#[cfg(feature = "wgpu")]
use crate::dense;
use crate::error::{Because, Error, Result};

/// The backend a person asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wanted {
    /// WebGPU on a real adapter, else the CPU.
    Auto,
    /// WebGPU, on a software adapter too; an error where there is none.
    Webgpu,
    /// The CPU.
    Cpu,
}

/// The backend in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// Burn's `wgpu` backend.
    Webgpu,
    /// Burn's `flex` backend.
    Cpu,
}

/// What runs the network and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Info {
    pub backend: Backend,
    /// The adapter in use, or the one that was turned down.
    pub adapter: Option<String>,
    /// Whether that adapter is a CPU in disguise.
    pub software: bool,
    /// Why this backend; `None` where it is what was asked for, on real hardware.
    pub reason: Option<String>,
}

/// A device that computes.
#[derive(Debug, Clone)]
pub struct Compute {
    /// Burn's handle.
    pub device: Device,
    /// What it is.
    pub info: Info,
    /// Bytes of the largest buffer that a kernel can be given.
    largest_buffer: u64,
    /// Bytes of rows that may stay there for a run.
    room: u64,
}

/// What a run's rows may take of a tab's memory on the CPU, where they are in it a second time: a million rows
/// of twelve columns and more.
const ROOM_ON_CPU: u64 = 64 << 20;

impl Compute {
    /// The CPU, as asked for.
    pub fn cpu() -> Self {
        Self::cpu_because(None, false, None)
    }

    /// Starts the backend that is wanted.
    ///
    /// `adapter` is the adapter's name where the caller knows one; browsers tell Rust none.
    ///
    /// # Errors
    /// [`Error::Device`] where WebGPU is wanted and cannot be had. `Auto` never fails.
    pub async fn start(wanted: Wanted, adapter: Option<String>) -> Result<Self> {
        if wanted == Wanted::Cpu {
            return Ok(Self::cpu());
        }
        match gpu(adapter).await {
            Ok(gpu) if gpu.info.software && wanted == Wanted::Auto => Ok(Self::cpu_because(
                gpu.info.adapter,
                true,
                Some(
                    "The only WebGPU adapter here is a software one, which is slower than the CPU \
                     itself, so the CPU is used."
                        .to_owned(),
                ),
            )),
            Err(Error::Device(reason)) if wanted == Wanted::Auto => Ok(Self::cpu_because(
                None,
                false,
                Some(format!("{reason} So the CPU is used.")),
            )),
            started => started,
        }
    }

    fn cpu_because(adapter: Option<String>, software: bool, reason: Option<String>) -> Self {
        Self {
            device: Device::flex(),
            info: Info {
                backend: Backend::Cpu,
                adapter,
                software,
                reason,
            },
            largest_buffer: u64::MAX,
            room: ROOM_ON_CPU,
        }
    }

    /// Rows in one pass through a network that keeps `row_bytes` of each: few enough to stop soon
    /// after, enough for a GPU, and no more than its buffers hold.
    pub fn chunk(&self, row_bytes: usize) -> usize {
        let wished = match self.info.backend {
            Backend::Cpu => 4096,
            Backend::Webgpu => 8192,
        };
        let mut chunk = wished;
        while chunk > self.most_rows(row_bytes) {
            chunk /= 2;
        }
        chunk
    }

    /// So many bytes of rows may stay on the device for a run; more are sent batch by batch.
    pub fn with_room(self, bytes: u64) -> Self {
        Self {
            room: bytes.min(self.largest_buffer),
            ..self
        }
    }

    /// The most rows of so many bytes that may stay on the device for a run.
    pub fn rows_kept(&self, row_bytes: usize) -> usize {
        usize::try_from(self.room / row_bytes as u64).unwrap_or(usize::MAX)
    }

    /// The most rows that fit into one pass where `row_bytes` are kept of each.
    pub fn most_rows(&self, row_bytes: usize) -> usize {
        usize::try_from(self.largest_buffer / row_bytes as u64).unwrap_or(usize::MAX)
    }
}

/// What a run's rows may take of a GPU's memory, which other tabs want some of too: five million rows of twelve
/// columns.
#[cfg(feature = "wgpu")]
const ROOM_ON_GPU: u64 = 256 << 20;

/// Starts wgpu: WebGPU in a browser, natively whatever the machine has (Vulkan, Metal, DirectX).
///
/// # Errors
/// [`Error::Device`] where there is no adapter, or it gives no device.
#[cfg(feature = "wgpu")]
pub async fn gpu(adapter: Option<String>) -> Result<Compute> {
    use burn_wgpu::graphics::AutoGraphicsApi;
    use burn_wgpu::{RuntimeOptions, WgpuDevice, try_init_setup_async, wgpu};

    // A runtime is registered once for the life of the process; the second start is this one.
    static STARTED: std::sync::OnceLock<Compute> = std::sync::OnceLock::new();
    #[cfg(target_arch = "wasm32")]
    run_constructors();
    if let Some(compute) = STARTED.get() {
        dense::go(way(compute.info.software));
        return Ok(compute.clone());
    }
    let device = WgpuDevice::default();
    let failed = |error: burn_wgpu::WgpuInitError| {
        let error = error.to_string().trim_end_matches('.').to_owned();
        Error::Device(Because::new(
            "not-started",
            "WebGPU cannot be started here ({}).",
            &[&error],
        ))
    };
    let options = RuntimeOptions::try_default().map_err(failed)?;
    let started = try_init_setup_async::<AutoGraphicsApi>(&device, options).await;
    let setup = started.map_err(failed)?;
    let found = setup.adapter.get_info();
    // wgpu marks WebGPU's fallback adapters as CPUs.
    let software = found.device_type == wgpu::DeviceType::Cpu;
    let name = adapter.unwrap_or(found.name);
    let limits = setup.device.limits();
    let largest_buffer = limits
        .max_buffer_size
        .min(limits.max_storage_buffer_binding_size);
    let compute = Compute {
        device: device.into(),
        info: Info {
            backend: Backend::Webgpu,
            adapter: Some(name).filter(|name| !name.is_empty()),
            software,
            reason: software.then(|| {
                "This WebGPU adapter is a software one: it computes on the CPU and is slow."
                    .to_owned()
            }),
        },
        largest_buffer,
        room: largest_buffer.min(ROOM_ON_GPU),
    };
    dense::go(way(software));
    Ok(STARTED.get_or_init(|| compute).clone())
}

/// Which kernels suit such an adapter.
#[cfg(feature = "wgpu")]
fn way(software: bool) -> dense::Way {
    match software {
        true => dense::Way::Software,
        false => dense::Way::Hardware,
    }
}

/// Runs the module's static constructors, in which cubecl registers its kernels' types, once.
///
/// A module that never calls them is taken for a command by wasm-ld, which then runs them again in
/// every exported function: 0.4 ms a call. Since they are called here, nobody else calls them.
#[cfg(target_arch = "wasm32")]
pub fn run_constructors() {
    unsafe extern "C" {
        fn __wasm_call_ctors();
    }
    static ONCE: std::sync::Once = std::sync::Once::new();
    // SAFETY: the linker makes this function, and it runs once.
    ONCE.call_once(|| unsafe { __wasm_call_ctors() });
}

/// Without a GPU backend in the binary there is no GPU to start.
#[cfg(not(feature = "wgpu"))]
pub async fn gpu(_adapter: Option<String>) -> Result<Compute> {
    Err(Error::Device(Because::new(
        "no-gpu",
        "This build has no GPU backend: it was built without the feature wgpu.",
        &[],
    )))
}
