//! Where the network runs: WebGPU where there is a real adapter, else the CPU, and why.

use burn::tensor::Device;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

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
}

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

    /// The most rows that fit into one pass where `row_bytes` are kept of each.
    pub fn most_rows(&self, row_bytes: usize) -> usize {
        usize::try_from(self.largest_buffer / row_bytes as u64).unwrap_or(usize::MAX)
    }
}

/// Starts wgpu: WebGPU in a browser, natively whatever the machine has (Vulkan, Metal, DirectX).
///
/// # Errors
/// [`Error::Device`] where there is no adapter, or it gives no device.
#[cfg(feature = "wgpu")]
pub async fn gpu(adapter: Option<String>) -> Result<Compute> {
    use burn_wgpu::graphics::AutoGraphicsApi;
    use burn_wgpu::{RuntimeOptions, WgpuDevice, try_init_setup_async, wgpu};

    // A runtime is registered once for the life of the process; the second start is this one.
    thread_local! {
        static STARTED: std::cell::OnceCell<Compute> = const { std::cell::OnceCell::new() };
    }
    #[cfg(target_arch = "wasm32")]
    run_constructors();
    if let Some(compute) = STARTED.with(|started| started.get().cloned()) {
        return Ok(compute);
    }
    let device = WgpuDevice::default();
    let failed = |error: burn_wgpu::WgpuInitError| Error::Device(sentence(&error.to_string()));
    let options = RuntimeOptions::try_default().map_err(failed)?;
    let started = try_init_setup_async::<AutoGraphicsApi>(&device, options).await;
    let setup = started.map_err(failed)?;
    let found = setup.adapter.get_info();
    // wgpu marks WebGPU's fallback adapters as CPUs.
    let software = found.device_type == wgpu::DeviceType::Cpu;
    let name = adapter.unwrap_or(found.name);
    let limits = setup.device.limits();
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
        largest_buffer: limits
            .max_buffer_size
            .min(limits.max_storage_buffer_binding_size),
    };
    STARTED.with(|started| _ = started.set(compute.clone()));
    Ok(compute)
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
    let reason = "This build has no GPU backend: it was built without the feature wgpu.";
    Err(Error::Device(reason.to_owned()))
}

#[cfg(feature = "wgpu")]
fn sentence(why: &str) -> String {
    format!(
        "WebGPU cannot be started here ({}).",
        why.trim_end_matches('.')
    )
}
