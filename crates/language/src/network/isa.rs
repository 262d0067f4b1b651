//! Which instructions of the machine the network runs on.
//!
//! Every version of an operation gives the same bits: integer sums are exact, and sums of
//! floats are written out in one fixed order that the compiler may not change.

/// An instruction set that there is a version of the operations for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isa {
    /// Whatever the target guarantees; the compiler vectorises what it can.
    Portable,
    /// x86-64 with AVX2 (2013 and later).
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// x86-64 with AVX2 and its VNNI dot products (Alder Lake, Zen 5 and later).
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    /// x86-64 with AVX-512 and its VNNI dot products (Ice Lake, Zen 4 and later).
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni,
}

impl Isa {
    /// Those that this machine has, the best one last.
    pub fn available() -> Vec<Isa> {
        #[cfg_attr(
            not(target_arch = "x86_64"),
            expect(unused_mut, reason = "nothing else to list there")
        )]
        let mut all = vec![Isa::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                all.push(Isa::Avx2);
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("avxvnni") {
                all.push(Isa::AvxVnni);
            }
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni")
            {
                all.push(Isa::Avx512Vnni);
            }
        }
        all
    }

    /// The best that this machine has.
    pub fn best() -> Isa {
        Isa::available().last().copied().unwrap_or(Isa::Portable)
    }
}

/// Compiles a function once for each instruction set, behind a front that picks the version.
///
/// The body must be safe code; only the choice of instructions differs between the versions.
macro_rules! versions {
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$doc])*
        #[allow(unsafe_code, reason = "calling a version compiled for instructions that were detected")]
        #[allow(clippy::too_many_arguments, reason = "the operations take buffers apart, so that none is allocated")]
        $vis fn $name(isa: $crate::network::isa::Isa, $($arg: $type),*) {
            #[inline(always)]
            #[allow(clippy::too_many_arguments, reason = "as above")]
            fn body($($arg: $type),*) $body

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            #[allow(clippy::too_many_arguments, reason = "as above")]
            fn avx2($($arg: $type),*) { body($($arg),*) }

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
            #[allow(clippy::too_many_arguments, reason = "as above")]
            fn avx512($($arg: $type),*) { body($($arg),*) }

            match isa {
                $crate::network::isa::Isa::Portable => body($($arg),*),
                // SAFETY: an `Isa` other than `Portable` comes from `Isa::available`, which
                // lists it only when the machine has these instructions.
                #[cfg(target_arch = "x86_64")]
                $crate::network::isa::Isa::Avx2 | $crate::network::isa::Isa::AvxVnni => unsafe { avx2($($arg),*) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                $crate::network::isa::Isa::Avx512Vnni => unsafe { avx512($($arg),*) },
            }
        }
    };
}

pub(crate) use versions;
